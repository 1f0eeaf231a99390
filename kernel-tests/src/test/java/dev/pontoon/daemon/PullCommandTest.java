package dev.pontoon.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pontoon.registry.Registry;
import dev.pontoon.testkit.HostNamespace;
import dev.pontoon.testkit.HostNetwork;
import dev.pontoon.testkit.Output;
import dev.pontoon.testkit.ProjectFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** Images that come through the daemon from a registry on the host's loopback. */
@HostNamespace
@TestInstance(Lifecycle.PER_CLASS)
final class PullCommandTest {
  private static final String PONTOON = ProjectFiles.root().resolve("bin/pontoon").toString();
  private static final String NAME = "localhost:5000/team/box";
  private static final int LARGE = 8 << 20;

  private HostNetwork host;
  private Registry registry;
  private Docker docker;

  @BeforeAll
  void start(HostNetwork network) throws IOException {
    host = network;
    registry = Registry.start(network, network.directory());
    docker = new Docker(network);
    Path ballast = Files.createDirectories(host.directory().resolve("busybox")).resolve("ballast");
    byte[] noise = new byte[LARGE]; // does not compress, so that its progress takes several steps
    new Random(1).nextBytes(noise);
    Files.write(ballast, noise);
    docker.importBusybox("box");
    Path archive = host.directory().resolve("box.tar");
    docker.out("save", "-o", archive.toString(), "box");
    registry.push(archive, NAME + ":1");
    docker.out("rmi", "box");
  }

  @AfterEach
  void clear() {
    docker.clear();
    docker.shell("docker rmi $(docker images -q)");
  }

  @AfterAll
  void stop() {
    docker.close();
    registry.close();
  }

  private Output pontoon(String line) {
    return docker.shell(PONTOON + " " + line);
  }

  @Test
  void pullsWithAProgressBarOnATerminal() throws Exception {
    try (Terminal terminal =
        Terminal.open(host, docker.daemon().address(), PONTOON + " pull " + NAME + ":1")) {
      assertThat(terminal.exitCode()).as(terminal.shown()).isZero();
      assertThat(terminal.shown())
          .contains("1: Pulling from team/box")
          .containsPattern("[0-9a-f]{12}: Downloading \\[=*>? *]  [0-9.]+[kM]B/[0-9.]+MB")
          .containsPattern("[0-9a-f]{12}: Pull complete")
          .containsPattern("Digest: sha256:[0-9a-f]{64}")
          .contains("Status: Downloaded newer image for " + NAME + ":1");
    }
    assertThat(docker.out("images", "--format", "{{.Repository}}:{{.Tag}}")).isEqualTo(NAME + ":1");
    assertThat(pontoon("pull " + NAME + ":1").orFail())
        .contains("Status: Image is up to date for " + NAME + ":1")
        .endsWith("\n" + NAME + ":1\n")
        .doesNotContain("\u001b");
    assertThat(pontoon("pull -q " + NAME + ":1").orFail()).isEqualTo(NAME + ":1\n");
  }

  @Test
  void loadsWithAProgressBarOnATerminal() throws Exception {
    Path archive = host.directory().resolve("box.tar");
    try (Terminal terminal =
        Terminal.open(host, docker.daemon().address(), PONTOON + " load -i " + archive)) {
      assertThat(terminal.exitCode()).as(terminal.shown()).isZero();
      assertThat(terminal.shown())
          .containsPattern("[0-9a-f]{12}: Loading layer \\[=*>? *]  [0-9.]+[kM]B/[0-9.]+MB")
          .contains("Loaded image: box:latest");
    }
    assertThat(docker.out("load", "-q", "-i", archive.toString()))
        .isEqualTo("Loaded image: box:latest");
  }

  @Test
  void runPullsWhatIsMissingAndKeepsTheOutputClean() {
    Output first = pontoon("run --rm " + NAME + ":1 echo hello");
    assertThat(first.orFail()).isEqualTo("hello\n");
    assertThat(first.err())
        .startsWith("Unable to find image '" + NAME + ":1' locally\n")
        .contains("Status: Downloaded newer image for " + NAME + ":1");
    assertThat(pontoon("run --rm " + NAME + ":1 echo again"))
        .isEqualTo(new Output(0, "again\n", ""));
    assertThat(docker.out("run", "--rm", "--pull", "always", "-q", NAME + ":1", "echo", "third"))
        .isEqualTo("third");
  }

  @Test
  void saysInOneLineWhatCanNotBePulled() {
    Output missing = pontoon("pull localhost:5000/no/such:1");
    assertThat(missing.exitCode()).isEqualTo(1);
    assertThat(missing.err()).contains("localhost:5000/no/such").hasLineCount(1);
    Output nobody = pontoon("pull -q localhost:5001/no/such:1");
    assertThat(nobody.exitCode()).isEqualTo(1);
    assertThat(nobody.err()).contains("localhost:5001", "connection refused").hasLineCount(1);
    Output run = pontoon("run --rm localhost:5000/no/such:1 true");
    assertThat(run.exitCode()).isEqualTo(125);
    assertThat(run.err()).contains("localhost:5000/no/such");
    assertThat(docker.out("images", "-q")).isEmpty();
    assertThat(docker.out("ps", "-aq")).isEmpty();
  }
}
