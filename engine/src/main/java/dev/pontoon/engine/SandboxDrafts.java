package dev.pontoon.engine;

import dev.pontoon.engine.EngineException.Kind;
import dev.pontoon.engine.model.Endpoint;
import dev.pontoon.engine.model.EndpointSpec;
import dev.pontoon.engine.model.Network;
import dev.pontoon.engine.model.NetworkMode;
import dev.pontoon.engine.model.PortMapping;
import dev.pontoon.engine.model.Sandbox;
import dev.pontoon.engine.model.SandboxSpec;
import dev.pontoon.engine.state.State;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Makes sandboxes of requests, without ports and without changing anything.
 *
 * @param hostNamespace where sandboxes of the host's namespace are
 * @param directory where the namespaces of the others are mounted
 */
record SandboxDrafts(State state, Path hostNamespace, Path directory, RandomGenerator random) {
  static final String DISCARDED =
      "Published ports are discarded when using host network mode"; // as dockerd says it

  /** The sandbox of a new container. */
  Sandbox create(SandboxSpec spec) {
    if (state.sandbox(spec.id()).isPresent()) {
      throw new EngineException(
          Kind.CONFLICT, "container " + spec.name() + " has a sandbox already");
    }
    return switch (spec.mode()) {
      case NetworkMode.Own own -> own(spec, own);
      case NetworkMode.Isolated _ ->
          sandbox(spec, directory.resolve(spec.id()), List.of(), List.of());
      case NetworkMode.HostNamespace _ ->
          sandbox(
              spec,
              hostNamespace,
              List.of(),
              spec.ports().isEmpty() ? List.of() : List.of(DISCARDED));
      case NetworkMode.Shared shared -> shared(spec, shared.sandboxId());
    };
  }

  private Sandbox own(SandboxSpec spec, NetworkMode.Own own) {
    List<Endpoint> endpoints = new ArrayList<>();
    for (EndpointSpec wanted : own.endpoints()) {
      endpoints.add(endpoint(spec.name(), wanted, endpoints));
    }
    return sandbox(
        spec, directory.resolve(spec.id()), new DefaultRoutes(state).assign(endpoints), List.of());
  }

  private Sandbox shared(SandboxSpec spec, String other) {
    if (!spec.ports().isEmpty()) {
      throw new EngineException(
          Kind.INVALID, "conflicting options: port publishing and the container type network mode");
    }
    Path namespace =
        state
            .sandbox(other)
            .map(Sandbox::namespace)
            .orElseThrow(() ->
                new EngineException(
                    Kind.CONFLICT, "cannot join network of a non running container: " + other));
    return sandbox(spec, namespace, List.of(), List.of());
  }

  private static Sandbox sandbox(
      SandboxSpec spec, Path namespace, List<Endpoint> endpoints, List<String> warnings) {
    return new Sandbox(
        spec.id(),
        spec.name(),
        spec.mode(),
        namespace,
        endpoints,
        spec.ports(),
        List.of(),
        warnings);
  }

  /** A sandbox with a place on one more network. */
  Sandbox connect(Sandbox sandbox, EndpointSpec wanted) {
    requireConnectable(sandbox);
    List<Endpoint> endpoints = new ArrayList<>(sandbox.endpoints());
    endpoints.add(endpoint(sandbox.name(), wanted, endpoints));
    return with(sandbox, new DefaultRoutes(state).assign(endpoints), sandbox.ports());
  }

  /** A sandbox without its place on a network. */
  Sandbox disconnect(Sandbox sandbox, Network network) {
    requireConnectable(sandbox);
    Endpoint gone =
        sandbox
            .endpointOn(network.id())
            .orElseThrow(() ->
                new EngineException(
                    Kind.NOT_FOUND,
                    "container %s is not connected to network %s"
                        .formatted(sandbox.name(), network.name())));
    List<Endpoint> endpoints = new ArrayList<>(sandbox.endpoints());
    endpoints.remove(gone);
    return with(sandbox, new DefaultRoutes(state).assign(endpoints), sandbox.ports());
  }

  private static void requireConnectable(Sandbox sandbox) {
    switch (sandbox.mode()) {
      case NetworkMode.Own _ -> {}
      case NetworkMode.Isolated _ ->
          throw new EngineException(
              Kind.INVALID,
              "container cannot be connected to multiple networks with one of the networks in"
                  + " private (none) mode");
      case NetworkMode.HostNamespace _ ->
          throw new EngineException(
              Kind.INVALID,
              "container cannot be disconnected from host network or connected to host network");
      case NetworkMode.Shared _ ->
          throw new EngineException(
              Kind.INVALID,
              "container sharing network namespace with another container or host cannot be"
                  + " connected to any other network");
    }
  }

  private Endpoint endpoint(String name, EndpointSpec wanted, List<Endpoint> others) {
    Endpoint endpoint = new EndpointDrafts(state, random).create(wanted, others);
    if (others.stream().anyMatch(other -> other.networkId().equals(endpoint.networkId()))) {
      Network network = References.network(state, wanted.network());
      throw new EngineException(
          Kind.CONFLICT,
          "endpoint with name %s already exists in network %s".formatted(name, network.name()));
    }
    return endpoint;
  }

  static Sandbox with(Sandbox sandbox, List<Endpoint> endpoints, List<PortMapping> ports) {
    return new Sandbox(
        sandbox.id(),
        sandbox.name(),
        sandbox.mode(),
        sandbox.namespace(),
        endpoints,
        sandbox.requestedPorts(),
        ports,
        sandbox.warnings());
  }
}
