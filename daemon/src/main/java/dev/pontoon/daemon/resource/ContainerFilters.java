package dev.pontoon.daemon.resource;

import dev.pontoon.api.ContainerSummary;
import dev.pontoon.daemon.edge.ContainerRequest;
import dev.pontoon.daemon.edge.Filters;
import dev.pontoon.daemon.http.HttpError;
import dev.pontoon.daemon.view.ContainerViews;
import dev.pontoon.daemon.workload.ContainerRuntime;
import dev.pontoon.runtime.ContainerState;
import dev.pontoon.runtime.MountSpec;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/** The filters of {@code ps}. */
final class ContainerFilters {
  static final Set<String> KEYS =
      Set.of(
          "id",
          "name",
          "label",
          "exited",
          "status",
          "ancestor",
          "before",
          "since",
          "volume",
          "network",
          "publish",
          "expose",
          "health",
          "is-task",
          "isolation"); // Windows only
  private static final Set<String> STATES =
      Set.of("created", "restarting", "running", "removing", "paused", "exited", "dead");
  private static final Set<String> HEALTH = Set.of("starting", "healthy", "unhealthy", "none");

  private final Filters filters;
  private final ContainerViews views;
  private final Optional<Instant> before;
  private final Optional<Instant> since;

  ContainerFilters(Filters filters, ContainerRuntime runtime, ContainerViews views) {
    this.filters = filters;
    this.views = views;
    check("status", STATES);
    check("health", HEALTH);
    filters.get("exited").forEach(ContainerFilters::checkCode);
    before = filters.get("before").stream().findFirst().map(r -> runtime.inspect(r).created());
    since = filters.get("since").stream().findFirst().map(r -> runtime.inspect(r).created());
  }

  private void check(String key, Set<String> known) {
    for (String value : filters.get(key)) {
      if (!known.contains(value)) {
        throw HttpError.invalid("invalid filter '" + key + "=" + value + "'");
      }
    }
  }

  private static void checkCode(String code) {
    if (!code.matches("-?[0-9]+")) {
      throw HttpError.invalid("invalid filter 'exited=" + code + "'");
    }
  }

  /** Whether containers that do not run are asked for by their state. */
  boolean nameStates() {
    return filters.has("status")
        || filters.has("exited")
        || before.isPresent()
        || since.isPresent();
  }

  boolean fits(ContainerState state) {
    return filters.test("id", state.id()::startsWith)
        && filters.test("name", n -> nameMatches(n, state.spec().name()))
        && filters.test("status", views.status(state)::equals)
        && filters.test(
            "exited",
            code ->
                state.status() == ContainerState.Status.EXITED
                    && code.equals(String.valueOf(state.exitCode())))
        && filters.test("ancestor", image -> isImage(image, state))
        && filters.test("health", views.healthWord(state)::equals)
        && filters.test("is-task", t -> !t.equals("true") && !t.equals("1"))
        && filters.test("volume", v -> has(state, v))
        && filters.labels(state.config().labels())
        && before.map(state.created()::isBefore).orElse(true)
        && since.map(state.created()::isAfter).orElse(true);
  }

  boolean fits(ContainerState state, ContainerRequest request, ContainerSummary row) {
    return filters.test("network", n -> isOn(row, n))
        && filters.test(
            "publish",
            p ->
                row.ports().stream()
                    .anyMatch(
                        port -> port.publicPort() != null && covers(p, port, port.publicPort())))
        && filters.test("expose", p -> exposed(state, request, row, p));
  }

  /** As Docker: a regular expression, found anywhere in the name with or without its slash. */
  private static boolean nameMatches(String pattern, String name) {
    try {
      Pattern regex = Pattern.compile(pattern);
      return regex.matcher(name).find() || regex.matcher("/" + name).find();
    } catch (PatternSyntaxException e) {
      throw HttpError.invalid("invalid filter 'name=" + pattern + "'");
    }
  }

  private static boolean isImage(String image, ContainerState state) {
    String name = state.spec().image();
    return image.equals(name)
        || (image + ":latest").equals(name)
        || image.equals(name + ":latest")
        || (!image.isEmpty()
            && (state.imageId().startsWith(image)
                || state.imageId().startsWith("sha256:" + image)));
  }

  private static boolean has(ContainerState state, String volume) {
    return state.spec().mounts().stream()
        .filter(m -> m.kind() != MountSpec.Kind.TMPFS)
        .anyMatch(m -> m.source().equals(volume) || m.target().equals(volume));
  }

  private static boolean isOn(ContainerSummary row, String network) {
    return row.networkSettings().networks().entrySet().stream()
        .anyMatch(n ->
            n.getKey().equals(network)
                || (!network.isEmpty() && n.getValue().networkId().startsWith(network)));
  }

  /** {@code 80}, {@code 80/udp}, {@code 80-90/tcp}. */
  private static boolean covers(String asked, ContainerSummary.Port port, int number) {
    String[] parts = asked.split("/", 2);
    String[] range = parts[0].split("-", 2);
    try {
      int first = Integer.parseInt(range[0]);
      int last = range.length > 1 ? Integer.parseInt(range[1]) : first;
      String type = parts.length > 1 ? parts[1] : "tcp";
      return number >= first && number <= last && port.type().equals(type);
    } catch (NumberFormatException e) {
      throw HttpError.invalid("invalid port specification: \"" + asked + "\"");
    }
  }

  private static boolean exposed(
      ContainerState state, ContainerRequest request, ContainerSummary row, String asked) {
    Stream<String> keys =
        Stream.concat(
            state.config().exposedPorts().stream(),
            request.config().exposedPorts().keySet().stream());
    Stream<ContainerSummary.Port> declared =
        keys.filter(k -> k.matches("[0-9]+(/[a-z]+)?"))
            .map(k -> k.split("/", 2))
            .map(k ->
                new ContainerSummary.Port(
                    null, Integer.parseInt(k[0]), null, k.length > 1 ? k[1] : "tcp"));
    return Stream.concat(declared, row.ports().stream())
        .filter(Objects::nonNull)
        .anyMatch(port -> covers(asked, port, port.privatePort()));
  }
}
