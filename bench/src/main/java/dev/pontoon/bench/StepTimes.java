package dev.pontoon.bench;

import dev.pontoon.engine.plan.Seam;

/**
 * Times the engine's steps through its seam: each lasts from its beginning to that of the next, and
 * changes that go to the kernel in one batch count towards the last of them.
 */
final class StepTimes implements Seam {
  private final Samples samples = new Samples();
  private String current = "before the first step";
  private long since;

  /** A round begins. */
  void begin(String what) {
    current = what + ": before the first step";
    since = System.nanoTime();
  }

  @Override
  public void before(String step) {
    turn(kind(step));
  }

  /** A round ends. */
  void end() {
    turn("");
  }

  Samples samples() {
    return samples;
  }

  private void turn(String next) {
    long now = System.nanoTime();
    samples.add(current, now - since);
    current = next;
    since = System.nanoTime();
  }

  /** Steps of a kind share a name: what differs between containers goes. */
  private static String kind(String step) {
    return step.replaceAll(" \\S*(\\d|/)\\S*", "");
  }
}
