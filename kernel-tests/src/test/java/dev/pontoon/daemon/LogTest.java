package dev.pontoon.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pontoon.testkit.HostNamespace;
import dev.pontoon.testkit.HostNetwork;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A line for each change, as text and as JSON, as far as the level lets it through. */
@HostNamespace
class LogTest {
  private static List<String> lines(HostNetwork host, String word, String... flags)
      throws IOException {
    try (Docker docker = new Docker(host, flags)) {
      docker.importBusybox("box");
      docker.out("network", "create", "lab");
      docker.out("run", "--rm", "--name", "web", "--network", "lab", "box", "true");
      docker.out("network", "rm", "lab");
      return docker.daemon().log().lines().filter(line -> line.contains(word)).toList();
    }
  }

  @Test
  void asText(HostNetwork host) throws IOException {
    String rest = "took=\\d+\\.\\dms outcome=applied steps=\\d+";
    List<String> lines = lines(host, "op=");
    assertThat(lines).hasSize(7); // three networks are made at the first start
    assertThat(lines.get(3))
        .matches("\\S+ INFO  op=create-network plan=[0-9a-f]{8} network=lab " + rest);
    assertThat(lines.get(4))
        .matches("\\S+ INFO  op=attach plan=[0-9a-f]{8} container=web network=lab " + rest);
    assertThat(lines.get(5))
        .matches("\\S+ INFO  op=detach plan=[0-9a-f]{8} container=web network=lab " + rest);
    assertThat(lines.get(6)).contains("op=remove-network");
  }

  @Test
  void asJson(HostNetwork host) throws IOException {
    List<String> lines = lines(host, "", "--log-format", "json");
    assertThat(lines).allMatch(line -> line.startsWith("{\"time\":\"") && line.endsWith("}"));
    assertThat(lines)
        .filteredOn(line -> line.contains("\"op\":\"attach\""))
        .singleElement()
        .asString()
        .contains("\"level\":\"info\"", "\"container\":\"web\"", "\"outcome\":\"applied\"")
        .containsPattern("\"steps\":\\d+");
  }

  @Test
  void onlyAsMuchAsTheLevelSays(HostNetwork host) throws IOException {
    assertThat(lines(host, "", "--log-level", "warn")).isEmpty();
  }
}
