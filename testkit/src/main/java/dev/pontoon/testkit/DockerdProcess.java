package dev.pontoon.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;

/**
 * Debian's dockerd on a test's host, for comparison. Its mounts are its own, and what its
 * containerd keeps in /run as well; its files lie below the host's directory.
 */
public final class DockerdProcess implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(60);
  private static final String PRIVATE_RUN =
      "mkdir -p /run/containerd && mount -t tmpfs tmpfs /run/containerd && exec dockerd \"$@\"";

  private final Process process;
  private final Path directory;

  private DockerdProcess(Process process, Path directory) {
    this.process = process;
    this.directory = directory;
  }

  /** Starts it and waits until it answers. */
  public static DockerdProcess start(HostNetwork host) {
    Path directory = host.directory().resolve("dockerd");
    try {
      Files.createDirectories(directory);
      Process process =
          new ProcessBuilder(commandLine(host, directory))
              .redirectErrorStream(true)
              .redirectOutput(directory.resolve("log").toFile())
              .start();
      DockerdProcess dockerd = new DockerdProcess(process, directory);
      dockerd.awaitReady(host);
      return dockerd;
    } catch (IOException e) {
      throw new UncheckedIOException("start dockerd on " + host, e);
    }
  }

  private static List<String> commandLine(HostNetwork host, Path directory) {
    return host.commandLine(
        "unshare",
        "--mount",
        "--propagation",
        "private",
        "sh",
        "-c",
        PRIVATE_RUN,
        "sh",
        "-H",
        "unix://" + directory.resolve("sock"),
        "--data-root",
        directory.resolve("data").toString(),
        "--exec-root",
        directory.resolve("run").toString(),
        "--pidfile",
        directory.resolve("pid").toString(),
        "--default-ulimit",
        "nofile=1024:1024",
        "--exec-opt",
        "native.cgroupdriver=cgroupfs",
        "--cgroup-parent",
        "/pontoon-test");
  }

  private void awaitReady(HostNetwork host) {
    Awaitility.await()
        .atMost(START_LIMIT)
        .pollInterval(Duration.ofMillis(100))
        .until(() -> !process.isAlive() || answers(host));
    if (!process.isAlive()) {
      throw new AssertionError("dockerd ended with " + process.exitValue() + ": " + log());
    }
  }

  private boolean answers(HostNetwork host) {
    return host.exec("env", "DOCKER_HOST=" + address(), "docker", "version").exitCode() == 0;
  }

  /** Where clients reach it, for {@code DOCKER_HOST}. */
  public String address() {
    return "unix://" + directory.resolve("sock");
  }

  private String log() {
    try {
      return Files.readString(directory.resolve("log"));
    } catch (IOException e) {
      throw new UncheckedIOException("read dockerd's log", e);
    }
  }

  /** Stops it; its containers are to be removed before. */
  @Override
  public void close() {
    OrderlyStop.of(process, STOP_LIMIT, "dockerd", this::log);
  }
}
