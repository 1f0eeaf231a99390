package dev.pontoon.engine;

import dev.pontoon.engine.EngineException.Kind;
import dev.pontoon.engine.model.Network;
import dev.pontoon.engine.model.Sandbox;
import dev.pontoon.engine.state.State;
import java.util.List;

/** Finds what requests name, or says that it is not there. */
final class References {
  private References() {}

  /** A network by whole id, name, or the start of its id, in this order. */
  static Network network(State state, String reference) {
    return state
        .networkById(reference)
        .or(() -> state.networkByName(reference))
        .orElseGet(() -> byPrefix(state, reference));
  }

  private static Network byPrefix(State state, String start) {
    List<Network> found = start.isEmpty() ? List.of() : state.networksByPrefix(start);
    if (found.isEmpty()) {
      throw new EngineException(Kind.NOT_FOUND, "network " + start + " not found");
    }
    if (found.size() > 1) {
      throw new EngineException(
          Kind.INVALID, "network " + start + " is ambiguous: several ids start so");
    }
    return found.getFirst();
  }

  /** A sandbox by its whole id. */
  static Sandbox sandbox(State state, String id) {
    return state
        .sandbox(id)
        .orElseThrow(
            () -> new EngineException(Kind.NOT_FOUND, "container " + id + " has no sandbox"));
  }
}
