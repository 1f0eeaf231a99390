package dev.pontoon.linux.rtnetlink;

import dev.pontoon.linux.netlink.Message;
import java.util.Optional;

/** What rtnetlink tells its subscribers, or lists in a dump: an object that is there, or went. */
public sealed interface Notification {
  /** Whether the object went, rather than came or changed. */
  boolean removed();

  /** A link. */
  record OfLink(Link link, boolean removed) implements Notification {}

  /**
   * A port of a bridge (RTM_NEWLINK and RTM_DELLINK of AF_BRIDGE): removed means out of the bridge,
   * while the link may live on.
   */
  record OfPort(Link link, boolean removed) implements Notification {}

  /** An address of a link. */
  record OfAddress(Address address, boolean removed) implements Notification {}

  /** A route. */
  record OfRoute(Route route, boolean removed) implements Notification {}

  /** An entry of the ARP or neighbour discovery table. */
  record OfNeighbour(Neighbour neighbour, boolean removed) implements Notification {}

  /** An entry of a forwarding database. */
  record OfFdbEntry(FdbEntry entry, boolean removed) implements Notification {}

  /** A link's parameters of a family, or those of all links. */
  record OfForwarding(Forwarding forwarding) implements Notification {
    @Override
    public boolean removed() {
      return false;
    }
  }

  /**
   * Reads a message; empty for those of other kinds and families.
   *
   * @throws dev.pontoon.linux.netlink.MalformedMessageException if it is none
   */
  static Optional<Notification> parse(Message message) {
    return switch (message.type()) {
      case Rtm.NEWLINK, Rtm.DELLINK -> link(message, message.type() == Rtm.DELLINK);
      case Rtm.NEWADDR, Rtm.DELADDR -> address(message, message.type() == Rtm.DELADDR);
      case Rtm.NEWROUTE, Rtm.DELROUTE -> route(message, message.type() == Rtm.DELROUTE);
      case Rtm.NEWNEIGH, Rtm.DELNEIGH -> neighbour(message, message.type() == Rtm.DELNEIGH);
      case Rtm.NEWNETCONF -> Forwarding.parse(message).map(OfForwarding::new);
      default -> Optional.empty();
    };
  }

  private static int family(Message message) {
    return message.payload().u8(0);
  }

  private static Optional<Notification> link(Message message, boolean removed) {
    return switch (family(message)) {
      case Rtm.AF_UNSPEC -> Optional.of(new OfLink(Link.parse(message), removed));
      case Rtm.AF_BRIDGE -> Optional.of(new OfPort(Link.parse(message), removed));
      default -> Optional.empty();
    };
  }

  private static Optional<Notification> address(Message message, boolean removed) {
    return Wire.isIp(family(message))
        ? Optional.of(new OfAddress(Address.parse(message), removed))
        : Optional.empty();
  }

  private static Optional<Notification> route(Message message, boolean removed) {
    return Route.isRoute(message)
        ? Optional.of(new OfRoute(Route.parse(message), removed))
        : Optional.empty();
  }

  private static Optional<Notification> neighbour(Message message, boolean removed) {
    if (family(message) == Rtm.AF_BRIDGE) {
      return Optional.of(new OfFdbEntry(FdbEntry.parse(message), removed));
    }
    return Wire.isIp(family(message))
        ? Optional.of(new OfNeighbour(Neighbour.parse(message), removed))
        : Optional.empty();
  }
}
