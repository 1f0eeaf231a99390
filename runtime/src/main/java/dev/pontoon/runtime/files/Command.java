package dev.pontoon.runtime.files;

import java.io.IOException;
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

  private static final int INTERRUPTED = 130;

  private Command() {}

  /** Runs a program without input. */
  public static Outcome run(List<String> command) {
    return run(command, _ -> {});
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
      return new Outcome(127, command.getFirst() + ": " + Disk.reason(e));
    }
  }
}
