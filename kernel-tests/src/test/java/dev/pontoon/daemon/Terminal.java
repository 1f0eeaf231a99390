package dev.pontoon.daemon;

import dev.pontoon.testkit.HostNetwork;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * A user at a terminal of 33 rows and 101 columns, by {@code script}: a command line runs on a
 * pseudo-terminal of its own.
 */
public final class Terminal implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final HostNetwork host;
  private final Process process;
  private final Path files;
  private final ByteArrayOutputStream shown = new ByteArrayOutputStream();

  private Terminal(HostNetwork host, Process process, Path files) {
    this.host = host;
    this.process = process;
    this.files = files;
    Thread.ofPlatform().daemon().name("terminal").start(this::read);
  }

  /** Runs a line of shell for a daemon. */
  public static Terminal open(HostNetwork host, String address, String line) throws IOException {
    Path files = Files.createTempDirectory(host.directory(), "terminal-");
    String whole =
        "stty rows 33 cols 101; tty >%1$s/tty; stty -g >%1$s/before; %2$s; code=$?; stty -g >%1$s/after; exit $code"
            .formatted(files, line);
    ProcessBuilder builder =
        new ProcessBuilder(host.commandLine("script", "-qefc", whole, "/dev/null"))
            .redirectErrorStream(true);
    builder.environment().put("DOCKER_HOST", address);
    builder.environment().put("SHELL", "/bin/sh");
    return new Terminal(host, builder.start(), files);
  }

  private void read() {
    try (InputStream in = process.getInputStream()) {
      in.transferTo(shown);
    } catch (IOException e) {
      shown.writeBytes(String.valueOf(e).getBytes(StandardCharsets.UTF_8));
    }
  }

  /** What was shown up to now. */
  public String shown() {
    return shown.toString(StandardCharsets.UTF_8);
  }

  /** Presses keys. */
  public void type(String keys) throws IOException {
    process.getOutputStream().write(keys.getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().flush();
  }

  /** Waits until something is shown. */
  public void await(String text) {
    Awaitility.await().atMost(LIMIT).until(() -> shown().contains(text) || !process.isAlive());
    if (!shown().contains(text)) {
      throw new AssertionError("not shown: " + text + "; but: " + shown());
    }
  }

  /** Types a line again and again until something is shown. */
  public void typeUntil(String line, String text) {
    Awaitility.await()
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(200))
        .until(() -> {
          type(line + "\r");
          return shown().contains(text);
        });
  }

  /** Gives the window another size. */
  public void resize(int rows, int columns) throws IOException {
    host.exec(
            "stty",
            "-F",
            Files.readString(files.resolve("tty")).strip(),
            "rows",
            String.valueOf(rows),
            "cols",
            String.valueOf(columns))
        .orFail();
  }

  /** The exit code, once it ended. */
  public int exitCode() throws InterruptedException {
    if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("still running; shown was: " + shown());
    }
    return process.exitValue();
  }

  /** Whether the terminal is as it was before the command. */
  public boolean restored() throws IOException {
    return Files.readString(files.resolve("before"))
        .equals(Files.readString(files.resolve("after")));
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    process.onExit().join();
  }
}
