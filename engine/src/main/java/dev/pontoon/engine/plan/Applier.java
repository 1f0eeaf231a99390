package dev.pontoon.engine.plan;

import dev.pontoon.engine.EngineException;
import dev.pontoon.engine.EngineException.Kind;
import java.util.List;

/**
 * Carries plans out: the only code that changes the kernel. Used by the engine's one writer.
 *
 * <p>An {@link Error} is not a failure of a change but the end of this process's work: nothing is
 * undone then, as if it had been killed.
 */
public final class Applier implements AutoCloseable {
  private final Tools tools;
  private final Seam seam;
  private final Nursery nursery = new Nursery();

  /** Works with the given tools. */
  public Applier(Tools tools, Seam seam) {
    this.tools = tools;
    this.seam = seam;
  }

  /**
   * Makes all changes, or none: if one fails, those made are undone in reverse.
   *
   * @throws EngineException FAILED, naming the change that failed with the kernel's words; what
   *     could not be undone is suppressed in it
   */
  public void apply(Plan plan) {
    try (Session session = new Session(tools, nursery, seam)) {
      session.runUntilFailure(plan.changes());
      nursery.restock();
      if (session.failures().isEmpty()) {
        return;
      }
      // In a batch, changes after the one that failed are refused as a consequence; they are none
      // that have to be undone, and tell nothing.
      RuntimeException cause = session.failures().getFirst();
      int refused = session.failures().size();
      session.runAll(new Plan(session.made()).inverse().changes());
      throw failure(cause, session.failures().subList(refused, session.failures().size()));
    }
  }

  /**
   * Makes all changes of a teardown, going on after failures; what is gone already is no failure.
   *
   * @throws EngineException FAILED for the first failure, with the others suppressed in it
   */
  public void tearDown(Plan plan) {
    try (Session session = new Session(tools, nursery, seam)) {
      session.runAll(plan.changes());
      if (!session.failures().isEmpty()) {
        List<RuntimeException> all = session.failures();
        throw failure(all.getFirst(), all.subList(1, all.size()));
      }
    }
  }

  /** Lets go of the namespace that was made ahead. */
  @Override
  public void close() {
    nursery.close();
  }

  private static EngineException failure(RuntimeException first, List<RuntimeException> others) {
    EngineException failure =
        new EngineException(Kind.FAILED, String.valueOf(first.getMessage()), first);
    others.forEach(failure::addSuppressed);
    return failure;
  }
}
