package dev.pontoon.engine;

import dev.pontoon.engine.EngineException.Kind;
import dev.pontoon.engine.model.Network;
import dev.pontoon.engine.state.NetworkUse;
import dev.pontoon.linux.ip.Addresses;
import dev.pontoon.linux.ip.Cidr;
import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Further addresses of an endpoint. Docker calls them link-local, gives them the prefix lengths of
 * such subnets, and takes any address; here those that networks lease have to be asked for as such.
 */
final class LinkLocals {
  private static final int LENGTH4 = 16; // RFC 3927, 2.1
  private static final int LENGTH6 = 64; // RFC 4291, 2.5.6

  private LinkLocals() {}

  static List<Cidr> of(Network network, NetworkUse use, List<InetAddress> wanted) {
    return wanted.stream()
        .distinct()
        .map(address -> checked(network, use, address))
        .map(address -> new Cidr(address, Addresses.isV6(address) ? LENGTH6 : LENGTH4))
        .toList();
  }

  private static InetAddress checked(Network network, NetworkUse use, InetAddress address) {
    if (address.isAnyLocalAddress()
        || address.isMulticastAddress()
        || address.isLoopbackAddress()) {
      throw invalid(address, "it is no address of a host");
    }
    if (network.subnets().stream().anyMatch(subnet -> subnet.subnet().contains(address))) {
      throw invalid(address, "it lies in a subnet of network " + network.name());
    }
    if (Addresses.isV6(address) && use.v6().isEmpty()) {
      throw invalid(address, "network " + network.name() + " has no IPv6");
    }
    @Nullable String holder = use.holders().get(address);
    if (holder != null) {
      throw new EngineException(
          Kind.CONFLICT,
          "address %s of network %s is already in use by container %s"
              .formatted(Addresses.text(address), network.name(), holder));
    }
    return address;
  }

  private static EngineException invalid(InetAddress address, String why) {
    return new EngineException(
        Kind.INVALID,
        "invalid link-local IP address: %s: %s".formatted(Addresses.text(address), why));
  }
}
