package dev.pontoon.daemon.workload;

import dev.pontoon.api.Event;
import dev.pontoon.engine.model.Network;
import dev.pontoon.runtime.ContainerState;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;

/** What happens, for those who listen; the last events are kept for those who come late. */
public final class Events {
  private static final int KEPT = 256; // as Docker
  private static final int BACKLOG = 10_000; // a listener that is so far behind loses the rest

  private final Clock clock;
  private final Deque<Event> last = new ArrayDeque<>();
  private final Set<Subscription> listeners = ConcurrentHashMap.newKeySet();

  /** Events of a clock's time. */
  public Events(Clock clock) {
    this.clock = clock;
  }

  /** A listener's events, in order. */
  public final class Subscription implements AutoCloseable {
    private final LinkedBlockingQueue<Event> queue = new LinkedBlockingQueue<>(BACKLOG + 1);
    private volatile boolean cut;

    private Subscription() {}

    /** Whether no more events come since the listener was too slow; those in the queue still do. */
    public boolean cut() {
      return cut;
    }

    /** False if the listener is too far behind, which ends its subscription. */
    private boolean offer(Event event) {
      if (queue.size() < BACKLOG) {
        return queue.offer(event);
      }
      cut = true;
      queue.add(event); // wakes it up
      return false;
    }

    /** Events yet to come, beginning with the subscription. */
    public LinkedBlockingQueue<Event> queue() {
      return queue;
    }

    @Override
    public void close() {
      listeners.remove(this);
    }
  }

  /** Listens; with a time, first gets what is kept since then. */
  public synchronized Subscription subscribe(Optional<Instant> since) {
    Subscription subscription = new Subscription();
    since.ifPresent(time ->
        last.stream().filter(e -> e.timeNano() >= nanos(time)).forEach(subscription.queue::add));
    listeners.add(subscription);
    return subscription;
  }

  /** How many listen. */
  public int listeners() {
    return listeners.size();
  }

  /** Time as events have it: nanoseconds since 1970. */
  public static long nanos(Instant time) {
    return time.getEpochSecond() * 1_000_000_000L + time.getNano();
  }

  /** Something happened to a container. */
  public void container(String action, ContainerState container, Map<String, String> more) {
    Map<String, String> attributes = new LinkedHashMap<>(container.spec().labels());
    attributes.put("image", container.spec().image());
    attributes.put("name", container.spec().name());
    attributes.putAll(more);
    publish("container", action, container.id(), attributes);
  }

  /** Something happened to a network. */
  public void network(String action, Network network, Map<String, String> more) {
    Map<String, String> attributes = new LinkedHashMap<>();
    attributes.put("name", network.name());
    attributes.put("type", network.driver().driver());
    attributes.putAll(more);
    publish("network", action, network.id(), attributes);
  }

  /** Something happened to a volume. */
  public void volume(String action, String name, Map<String, String> more) {
    Map<String, String> attributes = new LinkedHashMap<>(more);
    attributes.put("driver", "local");
    publish("volume", action, name, attributes);
  }

  /** Something happened to an image. */
  public void image(String action, String id, String name) {
    publish("image", action, id, Map.of("name", name));
  }

  /**
   * All things of a type that nobody needed were removed.
   *
   * @param freed bytes
   */
  public void pruned(String type, long freed) {
    publish(type, "prune", "", Map.of("reclaimed", String.valueOf(freed)));
  }

  private synchronized void publish(
      String type, String action, String id, Map<String, String> attributes) {
    Instant now = clock.instant();
    Event event =
        new Event(
            null,
            null,
            null,
            type,
            action,
            new Event.Actor(id, attributes),
            "local",
            now.getEpochSecond(),
            nanos(now));
    last.add(event);
    if (last.size() > KEPT) {
      last.remove();
    }
    List<Subscription> slow = new ArrayList<>();
    for (Subscription listener : listeners) {
      if (!listener.offer(event)) {
        slow.add(listener);
      }
    }
    slow.forEach(Subscription::close);
  }
}
