package dev.pontoon.engine;

import dev.pontoon.engine.EngineException.Kind;
import dev.pontoon.engine.model.Network;
import dev.pontoon.engine.model.NetworkSpec;
import dev.pontoon.engine.plan.Plan;
import dev.pontoon.engine.state.Intent;
import dev.pontoon.engine.state.State;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Creating and removing networks. */
record Networks(Writer writer, NetworkDrafts drafts, BridgePlans plans, RandomGenerator random) {
  Network create(NetworkSpec spec) {
    return make(drafts.create(writer.state(), spec, Ids.random(random)));
  }

  /** Makes a network that was validated. */
  Network make(Network network) {
    writer.make(
        new Intent.OfNetwork(Optional.empty(), Optional.of(network)),
        plans.create(network),
        writer.state().with(network));
    return network;
  }

  /** What creating a network would do. */
  Plan plan(NetworkSpec spec) {
    return plans.create(drafts.create(writer.state(), spec, Ids.random(random)));
  }

  void remove(String reference) {
    State state = writer.state();
    Network network = References.network(state, reference);
    if (network.predefined()) {
      throw new EngineException(
          Kind.FORBIDDEN, network.name() + " is a pre-defined network and cannot be removed");
    }
    if (!state.use(network.id()).sandboxes().isEmpty()) {
      throw new EngineException(
          Kind.FORBIDDEN,
          "error while removing network: network %s id %s has active endpoints"
              .formatted(network.name(), network.id()));
    }
    takeDown(network);
  }

  /** Removes a network that nobody is on. */
  void takeDown(Network network) {
    writer.takeDown(
        new Intent.OfNetwork(Optional.of(network), Optional.empty()),
        plans.remove(network),
        writer.state().without(network));
  }
}
