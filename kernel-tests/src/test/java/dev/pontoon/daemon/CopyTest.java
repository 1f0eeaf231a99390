package dev.pontoon.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pontoon.testkit.HostNamespace;
import dev.pontoon.testkit.HostNetwork;
import dev.pontoon.testkit.Output;
import java.io.IOException;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What a container can't do to who copies out of it. */
@HostNamespace
class CopyTest {
  private static void assertFails(Output output, String words) {
    assertThat(output.err()).contains(words);
    assertThat(output.exitCode()).isNotZero();
  }

  private static void await(Docker docker, String wanted, String... arguments) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(docker.out(arguments)).contains(wanted));
  }

  @Test
  void linksInAContainerLeadNoCopyOutOfIt(HostNetwork host) throws IOException {
    try (Docker docker = new Docker(host)) {
      docker.importBusybox("box");
      String outside = host.directory().resolve("outside").toString();
      host.exec("sh", "-c", "mkdir %1$s && echo secret >%1$s/f".formatted(outside)).orFail();
      docker.out(
          "run",
          "-d",
          "--name",
          "cc",
          "box",
          "sh",
          "-c",
          "ln -s %1$s /abs; ln -s ../../../../..%1$s /rel; sleep 1000".formatted(outside));
      await(docker, "A /rel", "diff", "cc");

      assertFails(docker.run("cp", "cc:/abs/f", "-"), "Could not find the file");
      assertFails(docker.run("cp", "cc:/rel/f", "-"), "Could not find the file");
      assertThat(docker.run("cp", outside + "/f", "cc:/abs/planted").exitCode()).isNotZero();
      docker.out("stop", "-t", "0", "cc");
      assertFails(docker.run("cp", "cc:/abs/f", "-"), "Could not find the file");

      assertThat(host.exec("ls", outside).orFail()).isEqualTo("f\n");
    }
  }
}
