package dev.pontoon.engine.events;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A change that had a plan, and what came of it. Requests that are refused before anything is
 * planned are none.
 *
 * @param plan the plan's id, 8 hexadecimal digits, another one each time
 * @param container the container's name; empty for a change of a network
 * @param networks the names of the networks that it is about
 * @param took from when the engine turned to it until it was over, validation included
 * @param steps how many changes of the kernel the plan has
 * @param failure the first failing step with the kernel's words; empty where none failed
 */
public record Operation(
    String plan,
    Kind kind,
    Optional<String> container,
    List<String> networks,
    Duration took,
    int steps,
    Outcome outcome,
    String failure) {
  public Operation {
    networks = List.copyOf(networks);
  }

  /** What is changed. */
  public enum Kind {
    ATTACH,
    DETACH,
    CONNECT,
    DISCONNECT,
    CREATE_NETWORK,
    REMOVE_NETWORK;

    /** As logs and metrics have it: {@code create-network}. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** How a change ended. */
  public enum Outcome {
    /** As planned. */
    APPLIED,
    /** A step failed, and what was done has been undone. */
    UNWOUND,
    /** A step failed, and something may be left, which the next start removes. */
    FAILED;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
