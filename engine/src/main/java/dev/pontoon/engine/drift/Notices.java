package dev.pontoon.engine.drift;

import dev.pontoon.engine.model.Endpoint;
import dev.pontoon.engine.model.Network;
import dev.pontoon.engine.model.Sandbox;
import dev.pontoon.engine.model.Subnet;
import dev.pontoon.engine.state.State;
import dev.pontoon.linux.ip.Cidr;
import dev.pontoon.linux.netlink.NetlinkSocket;
import dev.pontoon.linux.rtnetlink.Address;
import dev.pontoon.linux.rtnetlink.Forwarding;
import dev.pontoon.linux.rtnetlink.Link;
import dev.pontoon.linux.rtnetlink.Monitor;
import dev.pontoon.linux.rtnetlink.Notification;
import dev.pontoon.linux.rtnetlink.Route;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the kernel has told of links, addresses and routes: of each object the last word, since only
 * that may still be true. Each is held against the state by itself, so that the engine's own
 * changes, which it hears of as well, cost as much as they are, whatever else there is. Not
 * thread-safe.
 */
final class Notices {
  private static final int HOST = NetlinkSocket.OWN_NAMESPACE;

  private final Predicate<String> own;
  private final Map<Key, Monitor.Event> latest = new LinkedHashMap<>();
  private final Map<Integer, String> names = new HashMap<>(); // of the host's links, by index
  private final Map<Integer, String> behind = new HashMap<>(); // host's veths, by peer's namespace

  private record Key(int namespace, Object object) {}

  private record AddressAt(int link, Cidr address) {}

  private record RouteBy(int table, Cidr destination, int link) {}

  private record ForwardingOf(boolean ipv6, int link) {}

  /**
   * Nothing told yet.
   *
   * @param own whether a link with that alias was made by the engine
   */
  Notices(Predicate<String> own) {
    this.own = own;
  }

  /** A part of the kernel that may not be as it was made, and by whose socket (0 by none). */
  record Suspicion(Scope scope, long portId) {}

  /** Learns the host's links as they are. */
  void learn(Collection<Link> links) {
    links.forEach(this::learn);
  }

  private void learn(Link link) {
    names.put(link.index(), link.name());
    if (link.is("veth") && link.peerNamespace() >= 0) {
      behind.put(link.peerNamespace(), link.name());
    }
  }

  /** Takes in what the kernel told. */
  void hear(Monitor.Event event) {
    Optional<Object> object = object(event.change());
    if (object.isEmpty()) {
      return;
    }
    latest.put(new Key(event.namespace(), object.get()), event);
    if (event.namespace() == HOST
        && event.change() instanceof Notification.OfLink(Link link, boolean removed)
        && !removed) {
      learn(link);
    }
  }

  private static Optional<Object> object(Notification change) {
    return switch (change) {
      case Notification.OfLink(Link link, boolean _) -> Optional.of(link.index());
      case Notification.OfAddress(Address address, boolean _) ->
          Optional.of(new AddressAt(address.link(), address.address()));
      case Notification.OfRoute(Route route, boolean _) when route.table() == Route.TABLE_MAIN ->
          Optional.of(new RouteBy(route.table(), route.destination(), route.link()));
      case Notification.OfForwarding(Forwarding of) ->
          Optional.of(new ForwardingOf(of.ipv6(), of.link()));
      default -> Optional.empty();
    };
  }

  boolean isEmpty() {
    return latest.isEmpty();
  }

  /** Holds what was told against the state; then it is forgotten. */
  List<Suspicion> against(State state) {
    List<Suspicion> suspicions = new ArrayList<>();
    for (Monitor.Event event : latest.values()) {
      Optional<Scope> scope =
          event.namespace() == HOST ? ofHost(state, event) : ofSandbox(state, event);
      scope.ifPresent(s -> suspicions.add(new Suspicion(s, event.portId())));
      forget(event);
    }
    latest.clear();
    return suspicions;
  }

  private void forget(Monitor.Event event) {
    if (event.namespace() == HOST
        && event.change() instanceof Notification.OfLink(Link link, boolean removed)
        && removed) {
      names.remove(link.index(), link.name());
    }
  }

  private Optional<Scope> ofHost(State state, Monitor.Event event) {
    boolean wrong =
        switch (event.change()) {
          case Notification.OfLink(Link link, boolean removed) -> isWrong(state, link, removed);
          case Notification.OfAddress(Address address, boolean removed) ->
              removed && isBridges(state, address);
          case Notification.OfRoute(Route route, boolean removed) ->
              removed && subnets(state).anyMatch(s -> s.subnet().equals(route.destination()));
          case Notification.OfForwarding(Forwarding of) -> !of.on() && of.link() == Forwarding.ALL;
          default -> false;
        };
    return wrong ? Optional.of(Scope.HOST) : Optional.empty();
  }

  /** A network's gateway, or what its bridge asks for neighbours by. */
  private boolean isBridges(State state, Address address) {
    InetAddress ip = address.address().address();
    return subnets(state).anyMatch(subnet -> subnet.gateway().equals(ip))
        || (ip.isLinkLocalAddress()
            && bridgeNetworks(state)
                .anyMatch(n -> n.bridgeName().equals(names.getOrDefault(address.link(), ""))));
  }

  private boolean isWrong(State state, Link link, boolean removed) {
    Optional<String> bridge = bridgeOf(state, link.name());
    boolean known = bridge.isPresent() || isBridge(state, link);
    if (removed || !known) {
      return removed ? known : own.test(link.alias());
    }
    boolean apart =
        bridge.map(name -> !name.equals(names.getOrDefault(link.master(), ""))).orElse(false);
    return !link.isUp() || !own.test(link.alias()) || apart;
  }

  /** The bridge that a link belongs to, if it is an endpoint's. */
  private static Optional<String> bridgeOf(State state, String link) {
    @Nullable String sandbox = state.hostInterfaces().get(link);
    return sandbox == null
        ? Optional.empty()
        : state
            .sandbox(sandbox)
            .flatMap(
                s -> s.endpoints().stream().filter(e -> e.hostInterface().equals(link)).findFirst())
            .map(Endpoint::networkId)
            .flatMap(state::networkById)
            .map(Network::bridgeName);
  }

  /** Its mark names the network; without one, networks have to be looked through. */
  private boolean isBridge(State state, Link link) {
    if (own.test(link.alias())) {
      String id = link.alias().substring(link.alias().lastIndexOf(':') + 1);
      return state.networkById(id).isPresent();
    }
    return link.is("bridge")
        && bridgeNetworks(state).anyMatch(network -> network.bridgeName().equals(link.name()));
  }

  private static Stream<Network> bridgeNetworks(State state) {
    return state.networks().values().stream().filter(network -> !network.subnets().isEmpty());
  }

  private static Stream<Subnet> subnets(State state) {
    return bridgeNetworks(state).flatMap(network -> network.subnets().stream());
  }

  private Optional<Scope> ofSandbox(State state, Monitor.Event event) {
    @Nullable String link = behind.get(event.namespace());
    @Nullable String id = link == null ? null : state.hostInterfaces().get(link);
    return Optional.ofNullable(id)
        .flatMap(state::sandbox)
        .filter(sandbox -> isWrong(sandbox, event.change()))
        .map(sandbox -> new Scope.Inside(sandbox.id()));
  }

  private static boolean isWrong(Sandbox sandbox, Notification change) {
    return switch (change) {
      case Notification.OfLink(Link link, boolean removed) ->
          (removed || !link.isUp())
              && sandbox.endpoints().stream()
                  .anyMatch(e -> e.containerInterface().equals(link.name()));
      case Notification.OfAddress(Address address, boolean removed) ->
          removed && addresses(sandbox).anyMatch(a -> a.equals(address.address()));
      case Notification.OfRoute(Route route, boolean removed) ->
          removed
              && (route.isDefault()
                  || addresses(sandbox).anyMatch(a -> a.subnet().equals(route.destination())));
      default -> false;
    };
  }

  private static Stream<Cidr> addresses(Sandbox sandbox) {
    return sandbox.endpoints().stream().flatMap(Endpoint::addresses);
  }
}
