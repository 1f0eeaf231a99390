package dev.pontoon.engine.events;

/**
 * Hears of each change that an engine has carried out, or tried to: for logs and metrics. It is
 * told after the engine has let go of its lock, on the thread that asked for the change.
 */
@FunctionalInterface
public interface Observer {
  /** Hears nothing. */
  Observer NONE = operation -> {};

  /** A change has ended, in whichever way. */
  void operation(Operation operation);

  /** Both hear, this one first. */
  default Observer and(Observer other) {
    return operation -> {
      operation(operation);
      other.operation(operation);
    };
  }
}
