package dev.pontoon.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/** Runs a program to its end, with its output captured and a time limit. */
final class Commands {
  private Commands() {}

  static Output run(List<String> command, Duration limit) {
    try {
      Process process = new ProcessBuilder(command).start();
      try {
        process.getOutputStream().close();
        FutureTask<String> out = reader(process.getInputStream());
        FutureTask<String> err = reader(process.getErrorStream());
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
          throw new AssertionError("not done within " + limit + ": " + String.join(" ", command));
        }
        return new Output(process.exitValue(), out.get(), err.get());
      } finally {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException("run " + command, e);
    }
  }

  private static FutureTask<String> reader(InputStream in) {
    FutureTask<String> all =
        new FutureTask<>(() -> new String(in.readAllBytes(), StandardCharsets.UTF_8));
    // Not a virtual one, which would hold its carrier while the program says nothing.
    Thread.ofPlatform().daemon().start(all);
    return all;
  }
}
