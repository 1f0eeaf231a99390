package dev.pontoon.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pontoon.daemon.Docker;
import dev.pontoon.docs.ConsoleDocument.Block;
import dev.pontoon.docs.ConsoleDocument.Directive;
import dev.pontoon.docs.ConsoleDocument.Line;
import dev.pontoon.docs.ConsoleDocument.Part;
import dev.pontoon.docs.ConsoleDocument.Step;
import dev.pontoon.testkit.DaemonProcess;
import dev.pontoon.testkit.HostNamespace;
import dev.pontoon.testkit.HostNetwork;
import dev.pontoon.testkit.ProjectFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The pages whose blocks are runs: each section (what follows a daemon directive) runs on a host of
 * its own, and what its commands print must be what stands there. With {@code -Dpontoon.docs=write}
 * what they print is written instead.
 */
@HostNamespace
final class PageTest {
  private static final boolean WRITE = "write".equals(System.getProperty("pontoon.docs"));
  private static final Path DOCS = ProjectFiles.root().resolve("docs");

  static Stream<Arguments> sections() throws IOException {
    List<Arguments> all = new ArrayList<>();
    for (String page : List.of("walkthrough.md", "rules.md", "reachability.md")) {
      int count = sectionStarts(read(page)).size();
      IntStream.range(0, count).forEach(i -> all.add(Arguments.of(page, i)));
    }
    return all.stream();
  }

  @ParameterizedTest(name = "{0}, section {1}")
  @MethodSource("sections")
  void blocksShowWhatTheCommandsPrint(String page, int section, HostNetwork host)
      throws IOException {
    ConsoleDocument document = read(page);
    List<Integer> starts = sectionStarts(document);
    int from = starts.get(section);
    int to = section + 1 < starts.size() ? starts.get(section + 1) : document.parts().size();
    Directive daemon = (Directive) document.parts().get(from);

    List<Part> expected = document.parts().subList(from, to);
    List<Part> actual = run(expected, daemon.argument().split(" "), host);
    if (WRITE) {
      List<Part> all = new ArrayList<>(document.parts());
      all.subList(from, to).clear();
      all.addAll(from, actual);
      Files.writeString(DOCS.resolve(page), new ConsoleDocument(all).render());
    } else {
      assertThat(normalised(actual))
          .as("docs/%s is stale; ./verify --docs writes it anew", page)
          .isEqualTo(normalised(expected));
    }
  }

  private static List<Part> run(List<Part> parts, String[] flags, HostNetwork host)
      throws IOException {
    Path directory = Files.createDirectories(host.directory().resolve("shell"));
    String neighbour = wantsLan(parts) ? host.lan().join("neighbour").node().path().toString() : "";
    try (Docker docker = new Docker(host, flags);
        Shell shell = new Shell(host.path(), directory, environment(docker.daemon(), neighbour))) {
      return parts.stream().map(part -> run(part, shell)).toList();
    }
  }

  private static Part run(Part part, Shell shell) {
    return switch (part) {
      case Line line -> line;
      case Directive directive -> {
        if (directive.verb().equals("run")) {
          shell.run(directive.argument());
        }
        yield directive;
      }
      case Block(List<Step> steps) ->
          new Block(
              steps.stream()
                  .map(step -> new Step(step.command(), shell.run(step.command())))
                  .toList());
    };
  }

  private static boolean wantsLan(List<Part> parts) {
    return parts.stream().anyMatch(part -> part instanceof Directive d && d.verb().equals("lan"));
  }

  private static Map<String, String> environment(DaemonProcess daemon, String neighbour) {
    String path = ProjectFiles.root().resolve("bin") + ":" + System.getenv("PATH");
    return Map.of(
        "DOCKER_HOST",
        daemon.address(),
        "LAN",
        neighbour,
        "PATH",
        path + ":/usr/sbin:/sbin",
        "LC_ALL",
        "C");
  }

  private static String normalised(List<Part> parts) {
    return new Normaliser().normalise(new ConsoleDocument(parts).render());
  }

  private static ConsoleDocument read(String page) throws IOException {
    return ConsoleDocument.parse(Files.readAllLines(DOCS.resolve(page)));
  }

  private static List<Integer> sectionStarts(ConsoleDocument document) {
    return IntStream.range(0, document.parts().size())
        .filter(i -> document.parts().get(i) instanceof Directive d && d.verb().equals("daemon"))
        .boxed()
        .toList();
  }
}
