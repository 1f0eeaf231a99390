package dev.pontoon.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pontoon.daemon.Docker;
import dev.pontoon.testkit.HostNamespace;
import dev.pontoon.testkit.HostNetwork;
import dev.pontoon.testkit.Output;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Testcontainers, in a JVM on the test's host; see {@link TestcontainersRound}. */
@HostNamespace
final class TestcontainersTest {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  @Test
  void testcontainersGoesItsRound(HostNetwork host) throws IOException {
    try (Docker docker = new Docker(host)) {
      docker.importBusybox("box");
      Path copied = host.directory().resolve("copied");

      Output round = round(host, docker, copied);

      assertThat(round.orFail().lines().filter(line -> line.startsWith("= ")))
          .as(round.err())
          .containsExactly(
              "= page: hello from a container",
              "= copied: copied by hand",
              "= label: here",
              "= aliases: true",
              "= neighbour: hello from a container",
              "= failure: 7 no",
              "= logs: true",
              "= later: later",
              "= once: once",
              "= ready: true");
      assertThat(Files.readString(copied)).isEqualTo("copied by hand\n");
      assertThat(docker.out("ps", "-aq")).isEmpty();
      assertThat(docker.out("network", "ls", "--format", "{{.Name}}").lines())
          .containsExactlyInAnyOrder("bridge", "host", "none");
    }
  }

  private static Output round(HostNetwork host, Docker docker, Path copied) {
    return host.exec(
        LIMIT,
        "env",
        "DOCKER_HOST=" + docker.daemon().address(),
        "TESTCONTAINERS_RYUK_DISABLED=true", // its reaper is an image from a registry
        "TESTCONTAINERS_CHECKS_DISABLE=true", // likewise
        "TESTCONTAINERS_HOST_OVERRIDE=localhost", // it would guess, if it runs in a container
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "--enable-native-access=ALL-UNNAMED",
        "-Duser.home=" + host.directory(), // where it keeps its settings
        "-cp",
        System.getProperty("java.class.path"),
        TestcontainersRound.class.getName(),
        copied.toString());
  }
}
