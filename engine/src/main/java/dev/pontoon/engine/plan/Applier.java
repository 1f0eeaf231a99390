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
   * @throws EngineException FAILED, naming the change that failed with the kernel's words
   */
  public void apply(Plan plan) {
    try (Session session = new Session(tools, nursery, seam)) {
      session.runUntilFailure(plan.changes());
      nursery.restock();
      if (session.failures().isEmpty()) {
        return;
      }
      List<Change> made = session.made();
      session.runAll(new Plan(made).inverse().changes());
      throw failure(session.failures());
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
        throw failure(session.failures());
      }
    }
  }

  /** Lets go of the namespace that was made ahead. */
  @Override
  public void close() {
    nursery.close();
  }

  private static EngineException failure(List<RuntimeException> failures) {
    RuntimeException first = failures.getFirst();
    EngineException failure =
        new EngineException(Kind.FAILED, String.valueOf(first.getMessage()), first);
    failures.stream().skip(1).forEach(failure::addSuppressed);
    return failure;
  }
}
