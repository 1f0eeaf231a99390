package dev.pontoon.engine.ports;

import dev.pontoon.engine.model.Protocol;
import dev.pontoon.linux.ip.Addresses;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What stands at which host ports. Runs of ports of one address never overlap; those of every
 * address (0.0.0.0, ::) stand in the way of any address of their family. Thread-safe.
 */
public final class PortIndex<V> {
  private final Map<Place, NavigableMap<Integer, Run<V>>> places = new HashMap<>();

  private record Place(Protocol protocol, InetAddress address) {}

  private record Run<V>(int first, int last, V value) {}

  /** What stands anywhere in a run of ports, as a socket bound to the address would meet it. */
  public synchronized Optional<V> find(
      Protocol protocol, InetAddress address, int first, int last) {
    return places.entrySet().stream()
        .filter(entry -> entry.getKey().protocol() == protocol)
        .filter(entry -> meet(entry.getKey().address(), address))
        .flatMap(entry -> overlapping(entry.getValue(), first, last).stream())
        .findFirst();
  }

  /** What serves a packet to an address and port: the address's own first. */
  public synchronized Optional<V> serving(Protocol protocol, InetAddress address, int port) {
    return at(protocol, address, port).or(() -> at(protocol, Wildcards.of(address), port));
  }

  /** Puts something at a run of ports that is free. */
  public synchronized void add(
      Protocol protocol, InetAddress address, int first, int last, V value) {
    places
        .computeIfAbsent(new Place(protocol, address), _ -> new TreeMap<>())
        .put(first, new Run<>(first, last, value));
  }

  /** Takes away what stands at a run that begins here; none is no error. */
  public synchronized Optional<V> remove(Protocol protocol, InetAddress address, int first) {
    Place place = new Place(protocol, address);
    NavigableMap<Integer, Run<V>> runs = places.get(place);
    if (runs == null) {
      return Optional.empty();
    }
    Run<V> removed = runs.remove(first);
    if (runs.isEmpty()) {
      places.remove(place);
    }
    return Optional.ofNullable(removed).map(Run::value);
  }

  private Optional<V> at(Protocol protocol, InetAddress address, int port) {
    NavigableMap<Integer, Run<V>> runs = places.get(new Place(protocol, address));
    return runs == null ? Optional.empty() : overlapping(runs, port, port);
  }

  private static <V> Optional<V> overlapping(
      NavigableMap<Integer, Run<V>> runs, int first, int last) {
    return Optional.ofNullable(runs.floorEntry(last))
        .map(Map.Entry::getValue)
        .filter(run -> run.last() >= first)
        .map(Run::value);
  }

  private static boolean meet(InetAddress one, InetAddress other) {
    return one.equals(other)
        || (Addresses.isV6(one) == Addresses.isV6(other)
            && (one.isAnyLocalAddress() || other.isAnyLocalAddress()));
  }
}
