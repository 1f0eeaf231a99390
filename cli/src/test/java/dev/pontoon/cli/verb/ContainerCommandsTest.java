package dev.pontoon.cli.verb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pontoon.cli.FakeDaemon;
import dev.pontoon.cli.terminal.Console;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Verbs of one request: what is asked, and what is printed of the answer. */
class ContainerCommandsTest {
  private static final InstantSource NOW =
      InstantSource.fixed(Instant.parse("2026-11-22T22:44:30Z"));

  private static String pontoon(FakeDaemon daemon, List<String> words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Console console =
        new Console(
            new ByteArrayInputStream("y\n".getBytes(StandardCharsets.UTF_8)),
            new PrintStream(out, false, StandardCharsets.UTF_8),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            false,
            false);
    Map<String, String> environment =
        Map.of("DOCKER_HOST", daemon.host(), "DOCKER_API_VERSION", "1.47", "HOME", "/root");
    new Pontoon(console, environment::get, Path.of("/data"), NOW, () -> ZoneOffset.UTC).run(words);
    console.out().flush();
    return out.toString(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          top web -o pid         | {"Titles":["PID","CMD"],"Processes":[["1","sh"]]} | GET /v1.47/containers/web/top?ps_args=-o%20pid | sh
          diff web               | [{"Path":"/a","Kind":1},{"Path":"/b","Kind":2}] | GET /v1.47/containers/web/changes | D /b
          container diff web     | [{"Path":"/a","Kind":0}] | GET /v1.47/containers/web/changes | C /a
          export web             | {}  | GET /v1.47/containers/web/export | {}
          commit -m hi web a:1   | {"Id":"sha256:ab"} | POST /v1.47/commit?container=web&repo=a&tag=1&comment=hi | sha256:ab
          update -m 6m web       | {"Warnings":[]} | POST /v1.47/containers/web/update | web
          container prune        | {"ContainersDeleted":["ab"],"SpaceReclaimed":1000} | POST /v1.47/containers/prune | Total reclaimed space: 1kB
          volume create data     | {"Name":"data"} | POST /v1.47/volumes/create | data
          volume ls              | {"Volumes":[{"Name":"data","Driver":"local"}]} | GET /v1.47/volumes | local     data
          volume ls -q           | {"Volumes":[{"Name":"data","Driver":"local"}]} | GET /v1.47/volumes | data
          volume rm data         | {} | DELETE /v1.47/volumes/data | data
          volume prune -f -a     | {"VolumesDeleted":["data"],"SpaceReclaimed":0} | POST /v1.47/volumes/prune?filters= | Deleted Volumes:
          """)
  void asksAndPrints(String words, String answer, String asked, String printed) throws IOException {
    try (FakeDaemon daemon = FakeDaemon.serving(exchange -> exchange.json(200, answer))) {
      String out = pontoon(daemon, List.of(words.split(" ", -1)));

      assertThat(out).contains(printed);
      assertThat(daemon.received).hasSize(1);
      assertThat(daemon.received.getFirst().line()).startsWith(asked);
    }
  }
}
