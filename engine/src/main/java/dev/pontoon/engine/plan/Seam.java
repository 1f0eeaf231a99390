package dev.pontoon.engine.plan;

/**
 * A place between any two steps of the applier, the store and the relay at which a test can stop
 * the engine: it throws, or kills the process. In production it does nothing.
 */
@FunctionalInterface
public interface Seam {
  /** Does nothing. */
  Seam NONE = step -> {};

  /**
   * Called before a step is taken.
   *
   * @param step names it: {@code create veth vethad06c29}, {@code store intent attach web}
   */
  void before(String step);

  /**
   * Whether what would go to the kernel in one send goes message by message instead, so that there
   * is a place to stop between any two.
   */
  default boolean separates() {
    return false;
  }
}
