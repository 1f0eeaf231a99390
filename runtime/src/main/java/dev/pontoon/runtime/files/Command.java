package dev.pontoon.runtime.files;

import dev.pontoon.linux.sys.KernelException;
import dev.pontoon.linux.sys.Pipe;
import dev.pontoon.linux.sys.Processes;
import dev.pontoon.linux.sys.Pty;
import dev.pontoon.linux.sys.Spawn;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
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

  private static final int SIGKILL = 9;
  private static final int NOT_RUN = 127;
  private static final int TOO_LATE = 124; // as timeout(1) says it
  private static final int INTERRUPTED = 130;
  private static final int ROWS = 50;
  private static final Executor READER = work -> Thread.ofPlatform().daemon().start(work);

  private Command() {}

  /** Runs a program without input. */
  public static Outcome run(List<String> command) {
    return run(command, _ -> {});
  }

  /**
   * Runs a program without input and without environment, sooner than {@link #run} does.
   *
   * @param command the program's absolute path and its arguments
   * @param limit when it is killed, with all that it has started
   */
  public static Outcome runBare(List<String> command, Duration limit) {
    return Blocking.call(() -> bare(command, limit));
  }

  private static Outcome bare(List<String> command, Duration limit) {
    try (Pipe output = Pipe.open()) {
      int pid = Spawn.start(command, List.of(), output.writeEnd());
      output.writeEnd().close();
      try (InputStream words = output.input();
          Deadline deadline = Deadline.set(limit, () -> List.of(pid))) {
        String said = new String(words.readAllBytes(), StandardCharsets.UTF_8);
        int exitCode = Spawn.await(pid);
        return deadline.passed()
            ? new Outcome(TOO_LATE, deadline.words(command.getFirst()))
            : new Outcome(exitCode, said);
      }
    } catch (KernelException e) {
      return new Outcome(NOT_RUN, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      return new Outcome(NOT_RUN, command.getFirst() + ": " + Disk.reason(e));
    }
  }

  /**
   * Runs a program without input on a terminal, where some tell how far they are, and hears each
   * line of it, which a carriage return ends, too. What it writes as errors is the outcome's
   * output.
   *
   * @param command the program's absolute path and its arguments
   * @param columns the terminal's width
   */
  public static Outcome runOnTerminal(List<String> command, int columns, Consumer<String> lines) {
    return Blocking.call(() -> onTerminal(command, columns, lines));
  }

  private static Outcome onTerminal(List<String> command, int columns, Consumer<String> lines) {
    try (Pipe errors = Pipe.open();
        Pty pty = Pty.open(columns, ROWS)) {
      int pid = Spawn.start(command, environment(), pty.terminal(), errors.writeEnd());
      pty.terminal().close();
      errors.writeEnd().close();
      try (InputStream words = errors.input();
          Reader shown = new InputStreamReader(pty.output(), StandardCharsets.UTF_8)) {
        CompletableFuture<String> said = CompletableFuture.supplyAsync(() -> all(words), READER);
        hear(
            new BufferedReader(shown),
            lines,
            () -> {
              Processes.signal(pid, Processes.startTime(pid), SIGKILL);
              Spawn.await(pid);
            });
        return new Outcome(Spawn.await(pid), said.join());
      }
    } catch (KernelException e) {
      return new Outcome(NOT_RUN, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      return new Outcome(NOT_RUN, command.getFirst() + ": " + Disk.reason(e));
    }
  }

  /** A listener that does not want to hear more, such as a client that went, ends the program. */
  private static void hear(BufferedReader reader, Consumer<String> lines, Runnable end) {
    try {
      reader.lines().forEach(lines);
    } catch (RuntimeException e) {
      end.run();
      throw e;
    }
  }

  private static List<String> environment() {
    return System.getenv().entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList();
  }

  private static String all(InputStream words) {
    try {
      return new String(words.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs a program without input and hears each line as it comes. */
  public static Outcome run(List<String> command, Consumer<String> lines) {
    return run(command, "", lines);
  }

  /** Runs a program with a short input and hears each line as it comes. */
  public static Outcome run(List<String> command, String input, Consumer<String> lines) {
    return Blocking.call(() -> through(command, input, lines));
  }

  private static Outcome through(List<String> command, String input, Consumer<String> lines) {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    try {
      Process process = builder.start();
      try (OutputStream in = process.getOutputStream()) {
        in.write(input.getBytes(StandardCharsets.UTF_8));
      }
      StringBuilder output = new StringBuilder();
      try (var reader = process.inputReader(StandardCharsets.UTF_8)) {
        Consumer<String> heard =
            line -> {
              output.append(line).append('\n');
              lines.accept(line);
            };
        hear(reader, heard, process::destroyForcibly);
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
