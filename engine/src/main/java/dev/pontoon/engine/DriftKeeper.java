package dev.pontoon.engine;

import dev.pontoon.engine.drift.Keeper;
import dev.pontoon.engine.model.Sandbox;
import dev.pontoon.engine.plan.Applier;
import dev.pontoon.engine.plan.Plan;
import dev.pontoon.engine.state.State;

/** Repairs by the engine's own hands. */
record DriftKeeper(Writer writer, Applier applier, Sandboxes sandboxes, Journal journal)
    implements Keeper {
  @Override
  public State state() {
    return writer.state();
  }

  @Override
  public void repair(Plan plan) {
    applier.apply(plan);
  }

  @Override
  public void lost(Sandbox sandbox) {
    journal.begin();
    try {
      sandboxes.detach(sandbox.id());
    } finally {
      journal.tell(journal.take()); // under the lock, but not often
    }
  }
}
