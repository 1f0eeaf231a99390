package dev.pontoon.script;

import dev.pontoon.testkit.DaemonProcess;
import dev.pontoon.testkit.DockerdProcess;
import dev.pontoon.testkit.HostNamespace;
import dev.pontoon.testkit.HostNetwork;
import dev.pontoon.testkit.ProjectFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/**
 * Command lines of Docker's own client, with what comes of them: by Pontoon, and by Debian's
 * dockerd, so that nothing is asserted that Docker does not do.
 */
@HostNamespace
final class DockerScriptTest {
  private static final Path SCRIPTS =
      ProjectFiles.root().resolve("kernel-tests/src/test/resources/docker-script");

  /** Which groups to run, by name, while one works on them: {@code -Ddocker.script=run,ps}. */
  private static final String CHOICE = "docker.script";

  @TestFactory
  Stream<DynamicNode> everyLineDoesAsDockerDoes(HostNetwork host) throws IOException {
    HostNetwork other = host.another();
    List<Performance> both =
        List.of(
            Performance.start("pontoon", () -> pontoon(host), scripts("pontoon")),
            Performance.start("dockerd", () -> dockerd(other), scripts("dockerd")));
    return both.stream()
        .<DynamicNode>map(Performance::tests)
        .onClose(() -> both.forEach(Performance::close));
  }

  private static Stage pontoon(HostNetwork host) {
    DaemonProcess daemon = DaemonProcess.start(host);
    return Stage.open(host, daemon.address(), daemon::close);
  }

  private static Stage dockerd(HostNetwork host) {
    DockerdProcess daemon = DockerdProcess.start(host);
    return Stage.open(host, daemon.address(), daemon::close);
  }

  private static List<Script> scripts(String server) throws IOException {
    List<String> chosen = List.of(System.getProperty(CHOICE, "").split(","));
    try (Stream<Path> files = Files.list(SCRIPTS)) {
      return files
          .filter(file -> file.toString().endsWith(".txt"))
          .sorted()
          .map(file -> read(file, server))
          .filter(script -> chosen.equals(List.of("")) || chosen.contains(script.name()))
          .toList();
    }
  }

  private static Script read(Path file, String server) {
    try {
      String name = file.getFileName().toString().replace(".txt", "");
      return Script.parse(name, Files.readString(file), server);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
