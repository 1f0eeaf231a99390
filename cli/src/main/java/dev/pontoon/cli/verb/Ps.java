package dev.pontoon.cli.verb;

import dev.pontoon.cli.client.Target;
import dev.pontoon.cli.json.Json;
import dev.pontoon.cli.output.Listing;
import dev.pontoon.cli.output.PortText;
import dev.pontoon.cli.output.Timestamps;
import dev.pontoon.cli.output.Units;
import dev.pontoon.cli.parse.Pairs;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code pontoon ps}. */
final class Ps {
  private static final List<String> USUAL =
      List.of("ID", "Image", "Command", "RunningFor", "Status", "Ports", "Names");

  private Ps() {}

  static Verb verb() {
    Syntax syntax = new Syntax();
    syntax.flag("-a, --all", "Show all containers (default shows just running)");
    syntax.list("-f, --filter", "Filter output based on conditions provided");
    syntax.text(
        "--format", "string", "Format output: 'table', 'table TEMPLATE', 'json' or a Go template");
    syntax.text("-n, --last", "int", "Show n last created containers (includes all states)");
    syntax.flag("-l, --latest", "Show the latest created container (includes all states)");
    syntax.flag("--no-trunc", "Don't truncate output");
    syntax.flag("-q, --quiet", "Only display container IDs");
    syntax.flag("-s, --size", "Display total file sizes");
    return new Verb("ps", "", "List containers", syntax, Ps::run);
  }

  private static int run(Session session, Arguments a) throws IOException {
    long last = a.is("--latest") ? 1 : a.number("--last", 0);
    String format = a.text("--format");
    Target target =
        Target.of("containers", "json")
            .flag("all", a.is("--all") || last > 0)
            .flag("size", a.is("--size") || format.contains(".Size"))
            .filters(Pairs.filters(a.list("--filter")));
    Json list =
        session.client().get(last > 0 ? target.with("limit", String.valueOf(last)) : target);
    Instant now = session.now().instant();
    List<Map<String, @Nullable String>> rows =
        list.items().stream().map(c -> row(c, !a.is("--no-trunc"), format, now, session)).toList();
    if (a.is("--quiet")) {
      rows.forEach(row -> session.println(row.getOrDefault("ID", "")));
      return 0;
    }
    List<String> usual = new ArrayList<>(USUAL);
    if (a.is("--size")) {
      usual.add("Size");
    }
    session.print(new Listing(heads(), usual).print(format, rows));
    return 0;
  }

  private static Map<String, String> heads() {
    return Listing.row(
        "Command",
        "COMMAND",
        "CreatedAt",
        "CREATED AT",
        "ID",
        "CONTAINER ID",
        "Image",
        "IMAGE",
        "Labels",
        "LABELS",
        "LocalVolumes",
        "LOCAL VOLUMES",
        "Mounts",
        "MOUNTS",
        "Names",
        "NAMES",
        "Networks",
        "NETWORKS",
        "Platform",
        "PLATFORM",
        "Ports",
        "PORTS",
        "RunningFor",
        "CREATED",
        "Size",
        "SIZE",
        "State",
        "STATE",
        "Status",
        "STATUS");
  }

  private static Map<String, @Nullable String> row(
      Json c, boolean cut, String format, Instant now, Session session) {
    Instant created = Instant.ofEpochSecond(c.get("Created").number());
    return Listing.row(
        "Command", command(c.get("Command").text(), cut),
        "CreatedAt",
            Listing.names(format, "CreatedAt")
                ? Timestamps.full(created, session.zone().get())
                : "",
        "ID", cut ? Listing.shortId(c.get("Id").text()) : c.get("Id").text(),
        "Image", image(c, cut),
        "Labels", Listing.labels(c.get("Labels")),
        "LocalVolumes",
            String.valueOf(
                c.get("Mounts").items().stream()
                    .filter(m -> m.get("Driver").text().equals("local"))
                    .count()),
        "Mounts",
            String.join(",", c.get("Mounts").items().stream().map(m -> mount(m, cut)).toList()),
        "Names", names(c.get("Names").texts(), cut),
        "Networks",
            String.join(
                ",",
                c.get("NetworkSettings", "Networks").fields().keySet().stream().sorted().toList()),
        "Platform", null, // told only where images are kept for several platforms
        "Ports", PortText.of(c.get("Ports").items()),
        "RunningFor", Timestamps.ago(created, now),
        "Size", size(c),
        "State", c.get("State").text(),
        "Status", c.get("Status").text());
  }

  private static String command(String command, boolean cut) {
    return Listing.quote(cut ? Listing.ellipsis(command, 20) : command);
  }

  /** A name given by id is shown as a short id. */
  private static String image(Json c, boolean cut) {
    String image = c.get("Image").text();
    if (image.isEmpty()) {
      return "<no image>";
    }
    boolean isId = image.startsWith("sha256:") || c.get("ImageID").text().equals("sha256:" + image);
    return cut && isId ? Listing.shortId(image) : image;
  }

  private static String mount(Json mount, boolean cut) {
    String name =
        mount.get("Name").text().isEmpty() ? mount.get("Source").text() : mount.get("Name").text();
    return cut ? Listing.ellipsis(name, 15) : name;
  }

  /** The shortest first where only one is shown: the others are names that links gave. */
  private static String names(List<String> names, boolean cut) {
    List<String> plain = names.stream().map(n -> n.startsWith("/") ? n.substring(1) : n).toList();
    return cut
        ? plain.stream().filter(n -> !n.contains("/")).min(Comparator.naturalOrder()).orElse("")
        : String.join(",", plain);
  }

  private static String size(Json c) {
    String own = Units.size(c.get("SizeRw").number(), 3);
    long all = c.get("SizeRootFs").number();
    return all > 0 ? own + " (virtual " + Units.size(all, 3) + ")" : own;
  }
}
