package dev.pontoon.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pontoon.testkit.HostNamespace;
import dev.pontoon.testkit.HostNetwork;
import dev.pontoon.testkit.Output;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Volumes, as Docker's own client uses them. */
@HostNamespace
class VolumesTest {
  private static void assertFails(Output output, String words) {
    assertThat(output.err()).contains(words);
    assertThat(output.exitCode()).isNotZero();
  }

  @Test
  void volumesOutliveTheirContainers(HostNetwork host) throws IOException {
    try (Docker docker = new Docker(host)) {
      docker.importBusybox("box");
      assertThat(docker.out("volume", "create", "--label", "a=b", "data")).isEqualTo("data");
      docker.out("run", "--rm", "-v", "data:/data", "box", "sh", "-c", "echo kept >/data/f");

      docker.stopAndStartAgain();

      assertThat(docker.out("run", "--rm", "-v", "data:/data:ro", "box", "cat", "/data/f"))
          .isEqualTo("kept");
      assertFails(
          docker.run("run", "--rm", "-v", "data:/data:ro", "box", "sh", "-c", "echo no >/data/f"),
          "Read-only file system");
      docker.out("create", "--name", "cc", "--mount", "type=volume,src=data,dst=/m", "box");
      assertFails(docker.run("volume", "rm", "data"), "volume is in use - [");
      assertThat(
              docker.out(
                  "inspect", "-f", "{{range .Mounts}}{{.Type}} {{.Name}} {{.RW}}{{end}}", "cc"))
          .isEqualTo("volume data true");
      assertThat(docker.out("volume", "ls", "-q", "-f", "label=a=b")).isEqualTo("data");
      docker.out("rm", "cc");
      docker.out("volume", "rm", "data");
      assertThat(docker.out("volume", "ls", "-q")).isEmpty();
      assertFails(docker.run("volume", "inspect", "data"), "no such volume");
    }
  }

  @Test
  void anonymousVolumesGoWhereAskedFor(HostNetwork host) throws IOException {
    try (Docker docker = new Docker(host)) {
      docker.importBusybox("plain");
      docker
          .shell("docker create --name pp plain && docker commit -c 'VOLUME /www' pp box")
          .orFail();
      docker.out("rm", "pp");

      docker.out("run", "--rm", "-v", "/more", "box", "true");
      assertThat(docker.out("volume", "ls", "-q")).isEmpty();

      docker.out("run", "--name", "cc", "box", "sh", "-c", "echo kept >/www/f");
      assertThat(docker.out("volume", "ls", "-q")).hasSize(64);
      assertThat(docker.out("run", "--rm", "--volumes-from", "cc:ro", "box", "cat", "/www/f"))
          .isEqualTo("kept");
      docker.out("rm", "-v", "cc");
      assertThat(docker.out("volume", "ls", "-q")).isEmpty();

      docker.out("run", "--name", "cc", "box", "true");
      docker.out("rm", "cc");
      assertThat(docker.out("volume", "prune", "-f")).contains("Total reclaimed space");
      assertThat(docker.out("volume", "ls", "-q")).isEmpty();
    }
  }
}
