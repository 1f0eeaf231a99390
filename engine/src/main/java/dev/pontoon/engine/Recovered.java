package dev.pontoon.engine;

import dev.pontoon.engine.model.Endpoint;
import dev.pontoon.engine.model.Network;
import dev.pontoon.engine.model.Sandbox;
import dev.pontoon.engine.state.Intent;
import dev.pontoon.engine.state.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What shall be true after a start: unfinished changes that made something are undone, and those
 * that took something down are finished.
 *
 * @param state is to be made true in the kernel
 * @param finished unfinished changes that become part of it
 * @param undone unfinished changes that do not
 * @param maybeLeft links without a mark that an unfinished change may have made
 * @param touched ids of sandboxes that stay and whose routes may be half changed
 */
record Recovered(
    State state,
    List<Intent> finished,
    List<Intent> undone,
    List<String> maybeLeft,
    List<String> touched) {

  static Recovered of(State stored, List<Intent> pending) {
    State state = stored;
    List<Intent> finished = new ArrayList<>();
    List<Intent> undone = new ArrayList<>();
    List<String> touched = new ArrayList<>();
    for (Intent intent : pending) {
      if (takesDown(intent)) {
        state = finish(state, intent);
        finished.add(intent);
      } else {
        undone.add(intent);
      }
      if (intent.before().isPresent() && intent.after().isPresent()) {
        touched.add(intent.id());
      }
    }
    List<String> links = pending.stream().flatMap(Recovered::links).distinct().toList();
    return new Recovered(state, finished, undone, links, touched);
  }

  private static boolean takesDown(Intent intent) {
    return switch (intent) {
      case Intent.OfNetwork network -> network.after().isEmpty();
      case Intent.OfSandbox(Optional<Sandbox> before, Optional<Sandbox> after) ->
          size(after) < size(before) || after.isEmpty();
    };
  }

  private static int size(Optional<Sandbox> sandbox) {
    return sandbox.map(s -> s.endpoints().size()).orElse(0);
  }

  private static State finish(State state, Intent intent) {
    return switch (intent) {
      case Intent.OfNetwork(Optional<Network> before, Optional<Network> _) ->
          before.map(state::without).orElse(state);
      case Intent.OfSandbox(Optional<Sandbox> before, Optional<Sandbox> after) ->
          after.map(state::with).orElseGet(() -> before.map(state::without).orElse(state));
    };
  }

  private static Stream<String> links(Intent intent) {
    return switch (intent) {
      case Intent.OfNetwork(Optional<Network> before, Optional<Network> after) ->
          Stream.of(before, after)
              .flatMap(Optional::stream)
              .filter(network -> BridgePlans.rulesOf(network).isPresent())
              .map(Network::bridgeName);
      case Intent.OfSandbox(Optional<Sandbox> before, Optional<Sandbox> after) ->
          Stream.of(before, after)
              .flatMap(Optional::stream)
              .flatMap(sandbox -> sandbox.endpoints().stream())
              .map(Endpoint::hostInterface);
    };
  }
}
