package dev.pontoon.daemon.resource;

import dev.pontoon.api.Event;
import dev.pontoon.daemon.edge.Filters;
import dev.pontoon.daemon.edge.Times;
import dev.pontoon.daemon.http.Exchange;
import dev.pontoon.daemon.http.Json;
import dev.pontoon.daemon.http.Router;
import dev.pontoon.daemon.workload.Events;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** {@code /events}. */
public final class EventsResource {
  private static final Set<String> FILTERS =
      Set.of("type", "event", "container", "network", "volume", "image", "label", "scope");

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
    try (Events.Subscription subscription = events.subscribe(since);
        OutputStream out = exchange.stream(200, "application/json")) {
      for (Event e; (e = next(subscription, until)) != null; ) {
        if (matches(filters, e)) {
          out.write(Json.line(e));
          out.flush();
        }
      }
    }
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
        && filters.test("container", c -> names(c, "container", event))
        && filters.test("network", n -> names(n, "network", event))
        && filters.test("volume", v -> names(v, "volume", event))
        && filters.test("image", i -> names(i, "image", event))
        && filters.labels(event.actor().attributes());
  }

  /** Some actions go on after a colon: {@code health_status: healthy}. */
  private static boolean isAction(String wanted, String action) {
    return action.equals(wanted) || action.startsWith(wanted + ":");
  }

  private static boolean names(String wanted, String type, Event event) {
    Map<String, String> attributes = event.actor().attributes();
    return event.type().equals(type)
        && (event.actor().id().startsWith(wanted) || wanted.equals(attributes.get("name")));
  }
}
