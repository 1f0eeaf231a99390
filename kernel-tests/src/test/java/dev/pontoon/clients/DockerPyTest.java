package dev.pontoon.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pontoon.daemon.Docker;
import dev.pontoon.testkit.HostNamespace;
import dev.pontoon.testkit.HostNetwork;
import dev.pontoon.testkit.Output;
import dev.pontoon.testkit.ProjectFiles;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** docker-py, Python's library for Docker, goes a round; round.py says which. */
@HostNamespace
final class DockerPyTest {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final String ROUND =
      ProjectFiles.root().resolve("kernel-tests/src/test/resources/clients/round.py").toString();

  @Test
  void dockerPyGoesItsRound(HostNetwork host) throws IOException {
    try (Docker docker = new Docker(host)) {
      docker.importBusybox("box");

      Output round =
          host.exec(
              LIMIT,
              "env",
              "DOCKER_HOST=" + docker.daemon().address(),
              "HOME=" + host.directory(),
              "/usr/bin/python3",
              ROUND);

      assertThat(round.err()).isEmpty();
      assertThat(round.orFail()).endsWith(" done\n");
      assertThat(docker.out("network", "ls", "--format", "{{.Name}}").lines())
          .containsExactlyInAnyOrder("bridge", "host", "none");
      assertThat(host.exec("ip", "-o", "link", "show", "type", "veth").orFail()).isEmpty();
    }
  }
}
