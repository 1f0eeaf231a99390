package dev.pontoon.runtime.files;

import dev.pontoon.linux.sys.KernelException;
import dev.pontoon.linux.sys.Pipe;
import dev.pontoon.linux.sys.Spawn;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;

/** Runs a program to its end. */
public final class Command {
  /** How it ended and what it wrote, standard output and standard error together. */
  public record Outcome(int exitCode, String output) {
    /** Whether it ended well. */
    public boolean succeeded() {
      return exitCode == 0;
    }

    /** The last line it wrote, where programs say why they failed. */
    public String lastLine() {
      return output.lines().reduce((_, last) -> last).orElse("exit code " + exitCode);
    }
  }

  private static final int NOT_RUN = 127;
  private static final int INTERRUPTED = 130;

  private Command() {}

  /** Runs a program without input. */
  public static Outcome run(List<String> command) {
    return run(command, _ -> {});
  }

  /**
   * Runs a program without input and without environment, sooner than {@link #run} does.
   *
   * @param command the program's absolute path and its arguments
   */
  public static Outcome runBare(List<String> command) {
    try (Pipe output = Pipe.open()) {
      int pid = Spawn.start(command, List.of(), output.writeEnd());
      output.writeEnd().close();
      try (InputStream words = output.input()) {
        String said = new String(words.readAllBytes(), StandardCharsets.UTF_8);
        return new Outcome(Spawn.await(pid), said);
      }
    } catch (KernelException e) {
      return new Outcome(NOT_RUN, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      return new Outcome(NOT_RUN, command.getFirst() + ": " + Disk.reason(e));
    }
  }

  /** Runs a program without input and hears each line as it comes. */
  public static Outcome run(List<String> command, Consumer<String> lines) {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      StringBuilder output = new StringBuilder();
      try (var reader = process.inputReader(StandardCharsets.UTF_8)) {
        reader
            .lines()
            .forEach(line -> {
              output.append(line).append('\n');
              lines.accept(line);
            });
      }
      return new Outcome(process.waitFor(), output.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Outcome(INTERRUPTED, command.getFirst() + ": interrupted");
    } catch (IOException e) {
      return new Outcome(NOT_RUN, command.getFirst() + ": " + Disk.reason(e));
    }
  }
}
