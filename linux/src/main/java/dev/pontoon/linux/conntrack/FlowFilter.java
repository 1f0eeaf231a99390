package dev.pontoon.linux.conntrack;

import dev.pontoon.linux.ip.Addresses;
import java.net.InetAddress;
import java.util.Optional;

/**
 * Which flows are meant; what is empty matches all.
 *
 * @param originalDestination whom the first packet was sent to
 * @param originalPorts the destination ports of the first packet
 * @param replySource who answers
 * @param replyPorts the ports that answers come from
 * @param protocol the IANA number
 */
public record FlowFilter(
    Optional<InetAddress> originalDestination,
    Optional<PortRange> originalPorts,
    Optional<InetAddress> replySource,
    Optional<PortRange> replyPorts,
    Optional<Integer> protocol) {
  /** Successive ports. */
  public record PortRange(int first, int last) {
    boolean contains(int port) {
      return first <= port && port <= last;
    }
  }

  /** All flows. */
  public static final FlowFilter ALL =
      new FlowFilter(
          Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  /** Flows that really lead to an address: an endpoint's. */
  public static FlowFilter answeredBy(InetAddress address) {
    return new FlowFilter(
        Optional.empty(),
        Optional.empty(),
        Optional.of(address),
        Optional.empty(),
        Optional.empty());
  }

  /** Flows whose first packet was sent to an address: a host's. */
  public static FlowFilter sentTo(InetAddress address) {
    return new FlowFilter(
        Optional.of(address),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** Only those of a protocol whose first packet was sent to these ports. */
  public FlowFilter toPorts(int ianaNumber, int first, int last) {
    return new FlowFilter(
        originalDestination,
        Optional.of(new PortRange(first, last)),
        replySource,
        replyPorts,
        Optional.of(ianaNumber));
  }

  /** Only those of a protocol whose answers come from these ports. */
  public FlowFilter fromPorts(int ianaNumber, int first, int last) {
    return new FlowFilter(
        originalDestination,
        originalPorts,
        replySource,
        Optional.of(new PortRange(first, last)),
        Optional.of(ianaNumber));
  }

  /** Whether a flow is meant. */
  public boolean matches(Flow flow) {
    return originalDestination.map(flow.original().destination()::equals).orElse(true)
        && replySource.map(flow.reply().source()::equals).orElse(true)
        && protocol.map(p -> p == flow.original().protocol()).orElse(true)
        && originalPorts.map(p -> p.contains(flow.original().destinationPort())).orElse(true)
        && replyPorts.map(p -> p.contains(flow.reply().sourcePort())).orElse(true);
  }

  /** Whether flows of a family can match. */
  boolean concerns(boolean v6) {
    return originalDestination.map(a -> isV6(a) == v6).orElse(true)
        && replySource.map(a -> isV6(a) == v6).orElse(true);
  }

  private static boolean isV6(InetAddress address) {
    return Addresses.isV6(address);
  }
}
