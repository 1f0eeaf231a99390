package dev.pontoon.engine.state;

import dev.pontoon.engine.ipam.Occupied;
import dev.pontoon.engine.model.Endpoint;
import dev.pontoon.engine.model.Network;
import dev.pontoon.engine.model.Sandbox;
import dev.pontoon.engine.model.Subnet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;
import org.pcollections.TreePMap;

/**
 * All that the engine knows at one moment, as a persistent value: a change makes a new state that
 * shares nearly everything with the old, at O(log n) in what exists.
 *
 * @param engineId 64 hexadecimal digits, the same for ever
 * @param networks by id
 * @param networkIds by name
 * @param uses of each network, by its id
 * @param sandboxes by id
 * @param hostInterfaces the id of the sandbox that an endpoint's link is of, by the link's name in
 *     the host namespace
 * @param occupied the networks' subnets
 */
public record State(
    String engineId,
    TreePMap<String, Network> networks,
    PMap<String, String> networkIds,
    PMap<String, NetworkUse> uses,
    PMap<String, Sandbox> sandboxes,
    PMap<String, String> hostInterfaces,
    Occupied occupied) {

  /** Of an engine that has nothing yet. */
  public static State empty(String engineId) {
    return new State(
        engineId,
        TreePMap.empty(),
        HashTreePMap.empty(),
        HashTreePMap.empty(),
        HashTreePMap.empty(),
        HashTreePMap.empty(),
        Occupied.NOTHING);
  }

  /** The network of an id. */
  public Optional<Network> networkById(String id) {
    return Optional.ofNullable(networks.get(id));
  }

  /** The network of a name. */
  public Optional<Network> networkByName(String name) {
    return Optional.ofNullable(networkIds.get(name)).flatMap(this::networkById);
  }

  /** Up to two of the networks whose id starts so: enough to see whether it is one. */
  public List<Network> networksByPrefix(String start) {
    return networks.tailMap(start, true).values().stream()
        .limit(2)
        .filter(network -> network.id().startsWith(start))
        .toList();
  }

  /** Who is on a network that exists. */
  public NetworkUse use(String networkId) {
    @Nullable NetworkUse use = uses.get(networkId);
    if (use == null) {
      throw new IllegalStateException("there is no network " + networkId);
    }
    return use;
  }

  /** The sandbox of an id. */
  public Optional<Sandbox> sandbox(String id) {
    return Optional.ofNullable(sandboxes.get(id));
  }

  /** With one network more. */
  public State with(Network network) {
    Occupied taken = occupied;
    for (Subnet subnet : network.subnets()) {
      taken = taken.plus(subnet.subnet(), "network " + network.name());
    }
    return new State(
        engineId,
        networks.plus(network.id(), network),
        networkIds.plus(network.name(), network.id()),
        uses.plus(network.id(), NetworkUse.of(network)),
        sandboxes,
        hostInterfaces,
        taken);
  }

  /** Without a network that nobody is on. */
  public State without(Network network) {
    Occupied taken = occupied;
    for (Subnet subnet : network.subnets()) {
      taken = taken.minus(subnet.subnet());
    }
    return new State(
        engineId,
        networks.minus(network.id()),
        networkIds.minus(network.name()),
        uses.minus(network.id()),
        sandboxes,
        hostInterfaces,
        taken);
  }

  /** With a sandbox, in place of what it was before. */
  public State with(Sandbox sandbox) {
    State rest = sandbox(sandbox.id()).map(this::without).orElse(this);
    PMap<String, NetworkUse> used = rest.uses;
    PMap<String, String> links = rest.hostInterfaces;
    for (Endpoint endpoint : sandbox.endpoints()) {
      String network = endpoint.networkId();
      used = used.plus(network, rest.use(network).with(sandbox, endpoint));
      links = links.plus(endpoint.hostInterface(), sandbox.id());
    }
    return rest.with(used, rest.sandboxes.plus(sandbox.id(), sandbox), links);
  }

  /** Without a sandbox that is in this state. */
  public State without(Sandbox sandbox) {
    PMap<String, NetworkUse> used = uses;
    PMap<String, String> links = hostInterfaces;
    for (Endpoint endpoint : sandbox.endpoints()) {
      String network = endpoint.networkId();
      used = used.plus(network, use(network).without(sandbox, endpoint));
      links = links.minus(endpoint.hostInterface());
    }
    return with(used, sandboxes.minus(sandbox.id()), links);
  }

  private State with(
      PMap<String, NetworkUse> newUses,
      PMap<String, Sandbox> newSandboxes,
      PMap<String, String> links) {
    return new State(engineId, networks, networkIds, newUses, newSandboxes, links, occupied);
  }
}
