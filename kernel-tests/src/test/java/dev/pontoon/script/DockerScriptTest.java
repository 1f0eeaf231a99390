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
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
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

  /** Which client to run, if not the first on the path: {@code -Ddocker.client=/usr/bin/docker}. */
  private static final String CLIENT = "docker.client";

  /** The groups that Debian's client plays, too, where it is not the one that plays them all. */
  private static final List<String> BY_DEBIAN = List.of("ps", "terminal");

  @TestFactory
  Stream<DynamicNode> everyLineDoesAsDockerDoes(HostNetwork host) throws IOException {
    HostNetwork other = host.another();
    HostNetwork third = host.another();
    String program = System.getProperty(CLIENT, "");
    Client client = program.isEmpty() ? Client.first() : Client.of(Path.of(program));
    List<String> groups = groups();
    List<Performance.Part> parts = new ArrayList<>(parts(groups, "pontoon", client));
    if (program.isEmpty()) {
      List<String> again = groups.stream().filter(BY_DEBIAN::contains).toList();
      Client.beside(client).ifPresent(debian -> parts.addAll(parts(again, "pontoon", debian)));
    }
    List<Performance.Part> dockers = parts(groups, "dockerd", client);
    List<Performance> all = new ArrayList<>();
    all.add(Performance.start("pontoon", () -> pontoon(host, client), parts));
    all.add(Performance.start("dockerd", () -> dockerd(other, client), half(dockers, 0)));
    if (dockers.size() > 1) {
      all.add(
          Performance.start("a second dockerd", () -> dockerd(third, client), half(dockers, 1)));
    }
    return all.stream()
        .<DynamicNode>map(Performance::tests)
        .onClose(() -> all.forEach(Performance::close));
  }

  /** dockerd takes longest: every second group is for another one. */
  private static List<Performance.Part> half(List<Performance.Part> parts, int which) {
    return IntStream.range(0, parts.size())
        .filter(i -> i % 2 == which)
        .mapToObj(parts::get)
        .toList();
  }

  private static Stage pontoon(HostNetwork host, Client client) {
    DaemonProcess daemon = DaemonProcess.start(host);
    return Stage.open(host, client, daemon.address(), daemon::close);
  }

  private static Stage dockerd(HostNetwork host, Client client) {
    DockerdProcess daemon = DockerdProcess.start(host);
    return Stage.open(host, client, daemon.address(), daemon::close);
  }

  private static List<String> groups() throws IOException {
    List<String> chosen = List.of(System.getProperty(CHOICE, "").split(","));
    try (Stream<Path> files = Files.list(SCRIPTS)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".txt"))
          .map(name -> name.replace(".txt", ""))
          .filter(name -> chosen.equals(List.of("")) || chosen.contains(name))
          .sorted()
          .toList();
    }
  }

  private static List<Performance.Part> parts(List<String> groups, String server, Client client) {
    return groups.stream()
        .map(group -> new Performance.Part(client, read(group, server, client)))
        .toList();
  }

  private static Script read(String group, String server, Client client) {
    try {
      String text = Files.readString(SCRIPTS.resolve(group + ".txt"));
      return Script.parse(group, text, server, client.release());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
