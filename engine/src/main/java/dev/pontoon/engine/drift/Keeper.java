package dev.pontoon.engine.drift;

import dev.pontoon.engine.model.Sandbox;
import dev.pontoon.engine.plan.Plan;
import dev.pontoon.engine.state.State;

/** Who keeps the state; to be called under the writer's lock, apart from {@link #state}. */
public interface Keeper {
  /** What is true now. */
  State state();

  /** Makes changes that put the kernel right. */
  void repair(Plan plan);

  /** Takes down a sandbox whose namespace is gone. */
  void lost(Sandbox sandbox);
}
