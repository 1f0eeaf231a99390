package dev.pontoon.engine;

import dev.pontoon.engine.drift.Difference;
import dev.pontoon.engine.drift.DriftListener;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** What an engine has told of drift. */
final class DriftLog implements DriftListener {
  private final List<String> seen = new CopyOnWriteArrayList<>();
  private final List<String> by = new CopyOnWriteArrayList<>();
  private final List<String> repaired = new CopyOnWriteArrayList<>();
  private final List<Duration> waits = new CopyOnWriteArrayList<>();
  private final AtomicInteger compared = new AtomicInteger();

  List<String> seen() {
    return seen;
  }

  /** Who did what was seen, in the same order. */
  List<String> by() {
    return by;
  }

  List<String> repaired() {
    return repaired;
  }

  List<Duration> waits() {
    return waits;
  }

  int compared() {
    return compared.get();
  }

  @Override
  public void seen(Difference difference, String who) {
    by.add(who);
    seen.add(difference.key());
  }

  @Override
  public void repaired(Difference difference) {
    repaired.add(difference.key());
  }

  @Override
  public void backedOff(Difference difference, Duration wait) {
    waits.add(wait);
  }

  @Override
  public void comparedOnce() {
    compared.incrementAndGet();
  }
}
