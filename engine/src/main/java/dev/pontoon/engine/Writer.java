package dev.pontoon.engine;

import dev.pontoon.engine.events.Operation.Outcome;
import dev.pontoon.engine.plan.Applier;
import dev.pontoon.engine.plan.Plan;
import dev.pontoon.engine.state.Intent;
import dev.pontoon.engine.state.State;
import dev.pontoon.engine.state.Store;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Changes the kernel, the store and the state as one: the intent is kept, the kernel changed, the
 * intent made true. One thread at a time.
 */
final class Writer {
  private static final Logger LOG = LoggerFactory.getLogger(Writer.class);

  private final Store store;
  private final Applier applier;
  private final Journal journal;
  private volatile State state;
  private volatile int unfinished;

  Writer(Store store, Applier applier, Journal journal, State state) {
    this.store = store;
    this.applier = applier;
    this.journal = journal;
    this.state = state;
  }

  /** What is true now; a snapshot. */
  State state() {
    return state;
  }

  /** How many changes failed and could not be undone, so that the next start repairs them. */
  int unfinished() {
    return unfinished;
  }

  /**
   * Makes something: wholly or not at all.
   *
   * @param after the state once it is made
   */
  void make(Intent intent, Plan plan, State after) {
    try {
      makeWholly(intent, plan);
      state = after;
      journal.applied(intent, plan, state);
    } catch (RuntimeException e) {
      boolean clean = e.getSuppressed().length == 0;
      journal.failed(intent, plan, state, clean ? Outcome.UNWOUND : Outcome.FAILED, e);
      throw e;
    } finally {
      unfinished = store.pending();
    }
  }

  private void makeWholly(Intent intent, Plan plan) {
    store.begin(intent);
    try {
      applier.apply(plan);
    } catch (RuntimeException e) {
      forgetAfter(e, intent);
      throw e;
    }
    try {
      store.finish(intent);
    } catch (RuntimeException e) {
      undoAfter(e, plan);
      forgetAfter(e, intent);
      throw e;
    }
  }

  /** Does ahead, for several teardowns at once, what each of them would do, and then needn't. */
  void prepare(Plan plan) {
    try {
      applier.tearDown(plan);
    } catch (EngineException e) {
      LOG.debug("left to each teardown: {}", e.getMessage());
    }
  }

  /**
   * Takes something down: all that can be, whatever fails on the way.
   *
   * @param after the state without it
   * @throws EngineException FAILED with every failure; the state is without it all the same
   */
  void takeDown(Intent intent, Plan plan, State after) {
    State before = state;
    try {
      takeDownAll(intent, plan, after);
      journal.applied(intent, plan, before);
    } catch (RuntimeException e) {
      journal.failed(intent, plan, before, Outcome.FAILED, e);
      throw e;
    } finally {
      unfinished = store.pending();
    }
  }

  private void takeDownAll(Intent intent, Plan plan, State after) {
    store.begin(intent);
    RuntimeException failure = null;
    try {
      applier.tearDown(plan);
    } catch (RuntimeException e) {
      failure = e;
    }
    state = after;
    if (failure != null) {
      finishAfter(failure, intent);
      throw failure;
    }
    store.finish(intent);
  }

  private void undoAfter(RuntimeException failure, Plan plan) {
    try {
      applier.tearDown(plan.inverse());
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  /** Where something is left in the kernel, the intent stays and the next start repairs it. */
  private void forgetAfter(RuntimeException failure, Intent intent) {
    if (failure.getSuppressed().length > 0) {
      return;
    }
    try {
      store.forget(intent);
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  private void finishAfter(RuntimeException failure, Intent intent) {
    try {
      store.finish(intent);
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }
}
