package dev.pontoon.engine.state;

import dev.pontoon.engine.ipam.Leases;
import dev.pontoon.engine.model.Endpoint;
import dev.pontoon.engine.model.Network;
import dev.pontoon.engine.model.Sandbox;
import dev.pontoon.linux.ip.Cidr;
import dev.pontoon.linux.ip.MacAddress;
import java.net.InetAddress;
import java.util.Optional;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/**
 * Who is on a network, with which addresses; a persistent value.
 *
 * @param sandboxes the names of those with an endpoint here, by id
 * @param holders the name of the sandbox that holds an address
 * @param macs the name of the sandbox that holds a MAC address
 */
public record NetworkUse(
    Optional<Leases> v4,
    Optional<Leases> v6,
    PMap<String, String> sandboxes,
    PMap<InetAddress, String> holders,
    PMap<MacAddress, String> macs) {

  static NetworkUse of(Network network) {
    return new NetworkUse(
        leases(network, false),
        leases(network, true),
        HashTreePMap.empty(),
        HashTreePMap.empty(),
        HashTreePMap.empty());
  }

  private static Optional<Leases> leases(Network network, boolean v6) {
    return network.subnets().stream()
        .filter(subnet -> subnet.subnet().isV6() == v6)
        .findFirst()
        .map(Leases::of);
  }

  NetworkUse with(Sandbox sandbox, Endpoint endpoint) {
    PMap<InetAddress, String> held = holders;
    for (InetAddress address : endpoint.addresses().map(Cidr::address).toList()) {
      held = held.plus(address, sandbox.name());
    }
    return new NetworkUse(
        v4.map(leases -> lease(leases, endpoint.ipv4())),
        v6.map(leases -> lease(leases, endpoint.ipv6())),
        sandboxes.plus(sandbox.id(), sandbox.name()),
        held,
        macs.plus(endpoint.mac(), sandbox.name()));
  }

  NetworkUse without(Sandbox sandbox, Endpoint endpoint) {
    return new NetworkUse(
        v4.map(leases -> release(leases, endpoint.ipv4())),
        v6.map(leases -> release(leases, endpoint.ipv6())),
        sandboxes.minus(sandbox.id()),
        holders.minusAll(endpoint.addresses().map(Cidr::address).toList()),
        macs.minus(endpoint.mac()));
  }

  private static Leases lease(Leases leases, Optional<Cidr> address) {
    return address.map(Cidr::address).map(leases::with).orElse(leases);
  }

  private static Leases release(Leases leases, Optional<Cidr> address) {
    return address.map(Cidr::address).map(leases::without).orElse(leases);
  }
}
