package dev.pontoon.docs;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/**
 * A bash that runs one command after another in a network namespace, as a reader would type them.
 */
final class Shell implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final Process bash;
  private final Writer in;
  private final BufferedReader out;

  Shell(Path namespace, Path directory, Map<String, String> environment) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder("nsenter", "--net=" + namespace, "bash", "--norc", "--noprofile")
            .directory(directory.toFile())
            .redirectErrorStream(true);
    builder.environment().putAll(environment);
    bash = builder.start();
    in = bash.outputWriter(StandardCharsets.UTF_8);
    out = bash.inputReader(StandardCharsets.UTF_8);
  }

  /** What a command printed on both streams, a line each. */
  List<String> run(String command) {
    String mark = "end-" + UUID.randomUUID();
    CompletableFuture<List<String>> output =
        CompletableFuture.supplyAsync(() -> readUntil(mark), Thread::startVirtualThread);
    try {
      in.write("{ " + command + "\n} </dev/null\nprintf '\\n%s\\n' " + mark + "\n");
      in.flush();
      return output.orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS).join();
    } catch (IOException e) {
      throw new UncheckedIOException("run " + command, e);
    } catch (CompletionException e) {
      throw new AssertionError("run " + command, e);
    }
  }

  private List<String> readUntil(String mark) {
    List<String> lines = new ArrayList<>();
    try {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        if (line.equals(mark)) {
          return withoutLastBlank(lines);
        }
        lines.add(line.stripTrailing());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    throw new IllegalStateException("bash ended; its last words: " + lines);
  }

  /** The mark is printed on a line of its own, whether or not the output ended a line. */
  private static List<String> withoutLastBlank(List<String> lines) {
    return !lines.isEmpty() && lines.getLast().isEmpty()
        ? lines.subList(0, lines.size() - 1)
        : lines;
  }

  @Override
  public void close() {
    bash.destroy();
    bash.onExit().orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS).join();
  }
}
