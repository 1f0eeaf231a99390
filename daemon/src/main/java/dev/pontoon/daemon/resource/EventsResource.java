package dev.pontoon.daemon.resource;

import dev.pontoon.api.Event;
import dev.pontoon.daemon.edge.Filters;
import dev.pontoon.daemon.edge.Times;
import dev.pontoon.daemon.http.Exchange;
import dev.pontoon.daemon.http.HttpError;
import dev.pontoon.daemon.http.Json;
import dev.pontoon.daemon.http.Router;
import dev.pontoon.daemon.workload.Events;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code /events}. */
public final class EventsResource {
  private static final Set<String> OBJECTS = Set.of("container", "network", "volume");
  private static final Set<String> NEVER = // types of things that there are none of here
      Set.of("builder", "config", "daemon", "node", "plugin", "secret", "service");
  private static final Set<String> FILTERS =
      Stream.of(OBJECTS, NEVER, Set.of("type", "event", "image", "label", "scope"))
          .flatMap(Set::stream)
          .collect(Collectors.toUnmodifiableSet());
  private static final String LINES = "application/jsonl";
  private static final String SEQUENCE = "application/json-seq";
  private static final List<String> TYPES = List.of(LINES, "application/x-ndjson", SEQUENCE);
  private static final byte RECORD = 0x1e; // RFC 7464, 2.2
  private static final int SHAPE_SINCE = 52;

  private static final Duration LONGEST_WAIT = Duration.ofHours(1); // no overflow in nanoseconds

  private final Events events;
  private final Clock clock;

  /** The stream of events. */
  public EventsResource(Events events, Clock clock) {
    this.events = events;
    this.clock = clock;
  }

  /** Adds the routes. */
  public void register(Router router) {
    router.on("GET", "/events", this::stream);
  }

  private void stream(Exchange exchange) throws IOException, InterruptedException {
    Filters filters = Filters.parse(exchange.query("filters"), FILTERS);
    Optional<Instant> since = Times.parse("since", exchange.query("since"));
    Optional<Instant> until = Times.parse("until", exchange.query("until"));
    if (since.isPresent() && until.isPresent() && until.get().isBefore(since.get())) {
      throw HttpError.invalid(
          "`since` time (%s) cannot be after `until` time (%s)"
              .formatted(exchange.query("since"), exchange.query("until")));
    }
    String type = contentType(exchange);
    try (Events.Subscription subscription = events.subscribe(since);
        OutputStream out = exchange.stream(200, type)) {
      for (Event e; (e = next(subscription, until)) != null; ) {
        if (matches(filters, e)) {
          out.write(document(exchange.version().atLeast(SHAPE_SINCE) ? e : e.toldTwice(), type));
          out.flush();
        }
      }
    }
  }

  /** What the client asks for by name; before API 1.52 it was called JSON, which it is not. */
  private static String contentType(Exchange exchange) {
    List<String> accepted =
        Stream.of(exchange.header("Accept").split(",", -1))
            .map(t -> t.replaceFirst(";.*", "").strip())
            .toList();
    return accepted.stream()
        .filter(TYPES::contains)
        .findFirst()
        .orElse(exchange.version().atLeast(SHAPE_SINCE) ? LINES : "application/json");
  }

  private static byte[] document(Event event, String type) {
    byte[] line = Json.line(event);
    return type.equals(SEQUENCE)
        ? ByteBuffer.allocate(line.length + 1).put(RECORD).put(line).array()
        : line;
  }

  private @Nullable Event next(Events.Subscription subscription, Optional<Instant> until)
      throws InterruptedException {
    if (subscription.cut() && subscription.queue().isEmpty()) {
      return null; // the client sees the end, and can ask again since then
    }
    if (until.isEmpty()) {
      return subscription.queue().take();
    }
    while (true) {
      Duration left = Duration.between(clock.instant(), until.get());
      long wait = left.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT.toNanos() : left.toNanos();
      Event event = subscription.queue().poll(Math.max(0, wait), TimeUnit.NANOSECONDS);
      if (event != null) {
        return event.timeNano() > Events.nanos(until.get()) ? null : event;
      }
      if (!clock.instant().isBefore(until.get())) {
        return null;
      }
    }
  }

  private static boolean matches(Filters filters, Event event) {
    return filters.test("type", event.type()::equals)
        && filters.test("event", e -> isAction(e, event.action()))
        && filters.test("scope", event.scope()::equals)
        && OBJECTS.stream().allMatch(type -> filters.test(type, n -> names(n, type, event)))
        && NEVER.stream().noneMatch(filters::has)
        && filters.test("image", image -> isOf(image, event))
        && filters.labels(event.actor().attributes());
  }

  /** Some actions go on after a colon: {@code health_status: healthy}. */
  private static boolean isAction(String wanted, String action) {
    return action.equals(wanted) || action.startsWith(wanted + ":");
  }

  /** As Docker: by the start of an id or a name. */
  private static boolean names(String wanted, String type, Event event) {
    String name = event.actor().attributes().getOrDefault("name", "");
    return event.type().equals(type)
        && (event.actor().id().startsWith(wanted) || name.startsWith(wanted));
  }

  /** Whether it happened to an image or to what is made of it, named with or without a tag. */
  private static boolean isOf(String wanted, Event event) {
    String key = event.type().equals("image") ? "name" : "image";
    String name = event.actor().attributes().getOrDefault(key, "");
    return Stream.of(name, event.actor().id())
        .anyMatch(n -> wanted.equals(n) || wanted.equals(n.replaceFirst(":[^:/]*$", "")));
  }
}
