package dev.pontoon.engine.drift;

import dev.pontoon.engine.plan.Plan;
import java.nio.file.Path;

/** Something in the kernel that is not as the engine made it. */
public sealed interface Difference {
  /** What it is, in the words of ip(8), nft(8) or iptables(8): {@code link pontoon0}. */
  String object();

  /** Whose it is: {@code network web}, {@code container db}; {@code firewall} if it serves all. */
  String owner();

  /** How it was made; empty if it was not. */
  String expected();

  /** How it is; empty if it is not there. */
  String found();

  /** What puts it back. */
  Plan repair();

  /** The same for the same thing, as often as it happens. */
  default String key() {
    return object() + " of " + owner();
  }

  /** Was made, and is gone. */
  record Missing(String object, String owner, Plan repair) implements Difference {
    @Override
    public String expected() {
      return "present";
    }

    @Override
    public String found() {
      return "";
    }
  }

  /** Is there, but not as it was made. */
  record Changed(String object, String owner, String expected, String found, Plan repair)
      implements Difference {}

  /** Is there, bears the engine's mark or lies in its place, and belongs to nothing. */
  record LeftOver(String object, String owner, Plan repair) implements Difference {
    @Override
    public String expected() {
      return "";
    }

    @Override
    public String found() {
      return "present";
    }
  }

  /**
   * A sandbox's namespace is not mounted any more; it lives on where a process is in it.
   *
   * @param sandboxId whose
   * @param path where it was mounted
   */
  record Unmounted(String owner, String sandboxId, Path path) implements Difference {
    @Override
    public String object() {
      return "namespace " + path;
    }

    @Override
    public String expected() {
      return "mounted";
    }

    @Override
    public String found() {
      return "";
    }

    /** Nothing that is known beforehand: its processes have to be looked for. */
    @Override
    public Plan repair() {
      return Plan.NOTHING;
    }
  }
}
