package dev.pontoon.engine.state;

import dev.pontoon.engine.model.Network;
import dev.pontoon.engine.model.Sandbox;
import java.util.Optional;

/**
 * A change that is about to be made to the kernel, kept until it is done: what a killed engine's
 * successor finds tells it what may be half made.
 */
public sealed interface Intent {
  /** The object's id. */
  String id();

  /** The object as it was; empty if it appears. */
  Optional<?> before();

  /** The object as it becomes; empty if it goes. */
  Optional<?> after();

  /** What it is for, for steps and errors: {@code create network web}. */
  String title();

  /** A network appears ({@code before} empty) or goes ({@code after} empty). */
  record OfNetwork(Optional<Network> before, Optional<Network> after) implements Intent {
    @Override
    public String id() {
      return either().id();
    }

    @Override
    public String title() {
      return (after.isPresent() ? "create network " : "remove network ") + either().name();
    }

    private Network either() {
      return after.or(() -> before).orElseThrow();
    }
  }

  /** A sandbox appears, changes or goes. */
  record OfSandbox(Optional<Sandbox> before, Optional<Sandbox> after) implements Intent {
    @Override
    public String id() {
      return either().id();
    }

    @Override
    public String title() {
      String verb = before.isEmpty() ? "attach " : after.isEmpty() ? "detach " : "change ";
      return verb + either().name();
    }

    private Sandbox either() {
      return after.or(() -> before).orElseThrow();
    }
  }
}
