package dev.pontoon.registry;

import dev.pontoon.testkit.HostNetwork;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A registry that listens on port 5000 of a host's loopback, and nowhere else. */
public final class Registry implements AutoCloseable {
  private final HostNetwork host;
  private final Process process;

  private Registry(HostNetwork host, Process process) {
    this.host = host;
    this.process = process;
  }

  /** Starts one that keeps its files below a directory, and waits until it listens. */
  public static Registry start(HostNetwork host, Path directory) throws IOException {
    Path configuration = directory.resolve("registry.yml");
    Files.writeString(
        configuration,
        """
        version: 0.1
        storage:
          filesystem:
            rootdirectory: %s
        http:
          addr: 127.0.0.1:5000
        """
            .formatted(directory.resolve("registry")));
    Process process =
        new ProcessBuilder(host.commandLine("docker-registry", "serve", configuration.toString()))
            .redirectErrorStream(true)
            .start();
    awaitLine(process.inputReader(), "listening on 127.0.0.1:5000");
    return new Registry(host, process);
  }

  private static void awaitLine(BufferedReader reader, String words) throws IOException {
    String line = reader.readLine();
    while (line != null && !line.contains(words)) {
      line = reader.readLine();
    }
    if (line == null) {
      throw new IOException("the registry ended early");
    }
    Thread.ofPlatform().daemon().start(() -> reader.lines().forEach(_ -> {}));
  }

  /** Pushes what {@code docker save} wrote, under a name such as {@code localhost:5000/box:1}. */
  public void push(Path archive, String name) {
    host.exec(
            "skopeo",
            "--insecure-policy",
            "copy",
            "-q",
            "--dest-tls-verify=false",
            "docker-archive:" + archive,
            "docker://" + name)
        .orFail();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
