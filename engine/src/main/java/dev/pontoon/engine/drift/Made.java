package dev.pontoon.engine.drift;

import dev.pontoon.engine.plan.Plan;

/**
 * What the engine has made, as the plan that made it: each change that the kernel does not show is
 * a difference, and making it again the repair.
 *
 * @param owner whose it is, for people
 */
record Made(String owner, Plan plan) {}
