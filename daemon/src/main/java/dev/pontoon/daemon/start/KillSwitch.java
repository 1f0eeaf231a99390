package dev.pontoon.daemon.start;

import dev.pontoon.engine.plan.Seam;
import dev.pontoon.linux.sys.Processes;
import dev.pontoon.runtime.Steps;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;

/**
 * Ends a daemon before a chosen step, for the tests of what its successor makes of that. It is
 * there only where {@link #VARIABLE} names a directory, in which it appends each step to the file
 * {@code steps} before it is taken, and looks into the file {@code order}: a line of a word that no
 * order had before, a step as {@code steps} has it or {@code *} for any, and which occurrence of it
 * is meant, with tabs between.
 */
public final class KillSwitch implements Seam, Steps {
  /** The environment variable. */
  public static final String VARIABLE = "PONTOON_FAULTS";

  private static final int SIGKILL = 9;
  private static final String ANY = "*";

  private final Path steps;
  private final Path order;
  private final Runnable end;
  private final Map<String, Integer> occurrences = new HashMap<>();
  private String current = "";
  private boolean ended;

  /**
   * A switch that works through files of a directory.
   *
   * @param end what happens at the step of the order and at all later ones
   */
  public KillSwitch(Path directory, Runnable end) {
    this.steps = directory.resolve("steps");
    this.order = directory.resolve("order");
    this.end = end;
  }

  /** One that kills this process, so that nothing is unwound and no hook runs. */
  public static KillSwitch ofProcess(Path directory) {
    int self = Math.toIntExact(ProcessHandle.current().pid());
    return new KillSwitch(
        directory, () -> Processes.signal(self, Processes.startTime(self), SIGKILL));
  }

  @Override
  public boolean separates() {
    return true;
  }

  @Override
  public void before(String step) {
    next(step);
  }

  @Override
  public synchronized void next(String step) {
    if (!ended) {
      String name = step.replaceAll("\\p{XDigit}{7,}", "#");
      write(name);
      ended = isOrdered(name);
    }
    if (ended) {
      end.run();
    }
  }

  private boolean isOrdered(String name) {
    String now = read();
    if (!now.equals(current)) {
      occurrences.clear();
      current = now;
    }
    String[] words = now.strip().split("\t", -1);
    String wanted = words.length == 3 ? words[1] : "";
    return (wanted.equals(name) || wanted.equals(ANY))
        && occurrences.merge(wanted, 1, Integer::sum) == Integer.parseInt(words[2]);
  }

  private void write(String name) {
    try {
      Files.writeString(steps, name + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException("write " + steps, e);
    }
  }

  private String read() {
    try {
      return Files.readString(order);
    } catch (NoSuchFileException e) {
      return "";
    } catch (IOException e) {
      throw new UncheckedIOException("read " + order, e);
    }
  }
}
