package dev.pontoon.engine;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a start found amiss and put right, a sentence each: logged, and kept for who asks. */
final class Repairs {
  private static final Logger LOG = LoggerFactory.getLogger(Repairs.class);

  private final List<String> made = new CopyOnWriteArrayList<>();

  /** Notes what is about to be put right. */
  void note(String what) {
    LOG.info("repair: {}", what);
    made.add(what);
  }

  /** All of this start. */
  List<String> all() {
    return List.copyOf(made);
  }
}
