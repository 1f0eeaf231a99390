package dev.pontoon.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * A daemon, started on a test's host as users start it, by {@code bin/pontoon daemon}. All its
 * files lie below the host's directory.
 */
public final class DaemonProcess implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(30);

  private final Process process;
  private final Path directory;

  private DaemonProcess(Process process, Path directory) {
    this.process = process;
    this.directory = directory;
  }

  /**
   * Starts a daemon and waits until it answers.
   *
   * @param flags besides those that say where its files lie
   * @throws AssertionError with the daemon's last words if it ends instead
   */
  public static DaemonProcess start(HostNetwork host, String... flags) {
    return start(host, Map.of(), flags);
  }

  /** The same with variables in its environment. */
  public static DaemonProcess start(
      HostNetwork host, Map<String, String> environment, String... flags) {
    Path directory = host.directory().resolve("daemon");
    try {
      Files.createDirectories(directory);
      ProcessBuilder builder =
          new ProcessBuilder(commandLine(host, directory, flags))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(directory.resolve("log").toFile()));
      builder.environment().putAll(environment);
      DaemonProcess daemon = new DaemonProcess(builder.start(), directory);
      daemon.awaitReady();
      return daemon;
    } catch (IOException e) {
      throw new UncheckedIOException("start a daemon on " + host, e);
    }
  }

  /** Removes all that the daemons of a host have made; none may run. */
  public static void remove(HostNetwork host) {
    try {
      Process process =
          new ProcessBuilder(commandLine(host, host.directory().resolve("daemon"), "--remove"))
              .inheritIO()
              .start();
      if (!process.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new AssertionError("pontoon daemon --remove failed on " + host);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("run pontoon daemon --remove on " + host, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static List<String> commandLine(HostNetwork host, Path directory, String... flags) {
    return Stream.concat(
            host
                .commandLine(
                    ProjectFiles.root().resolve("bin/pontoon").toString(),
                    "daemon",
                    "-H",
                    "unix://" + directory.resolve("pontoon.sock"),
                    "--data-root",
                    directory.resolve("data").toString(),
                    "--exec-root",
                    directory.resolve("run").toString(),
                    "--pidfile",
                    directory.resolve("pid").toString())
                .stream(),
            Stream.of(flags))
        .toList();
  }

  /** Where clients reach it, for {@code DOCKER_HOST}. */
  public String address() {
    return "unix://" + socket();
  }

  /** Its socket. */
  public Path socket() {
    return directory.resolve("pontoon.sock");
  }

  /** The process, for a test that kills it. */
  public Process process() {
    return process;
  }

  /** What it has logged. */
  public String log() {
    try {
      return Files.readString(directory.resolve("log"));
    } catch (IOException e) {
      throw new UncheckedIOException("read the daemon's log", e);
    }
  }

  private void awaitReady() {
    try {
      Awaitility.await()
          .atMost(START_LIMIT)
          .pollInterval(Duration.ofMillis(20))
          .until(() -> !process.isAlive() || answers());
    } catch (ConditionTimeoutException e) {
      process.destroyForcibly();
      throw new AssertionError("the daemon does not answer: " + log(), e);
    }
    if (!process.isAlive()) {
      throw new AssertionError("the daemon ended with " + process.exitValue() + ": " + log());
    }
  }

  private boolean answers() {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      return channel.connect(UnixDomainSocketAddress.of(socket()));
    } catch (IOException e) {
      return false; // not yet
    }
  }

  /** Stops it in good order; its containers run on. */
  @Override
  public void close() {
    OrderlyStop.of(process, STOP_LIMIT, "the daemon", this::log);
  }
}
