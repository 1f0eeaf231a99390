package dev.pontoon.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pontoon.registry.Registry;
import dev.pontoon.testkit.HostNamespace;
import dev.pontoon.testkit.HostNetwork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** Docker's client is killed in the middle: what it began is whole, or not there. */
@HostNamespace
@TestInstance(Lifecycle.PER_CLASS)
final class GoneClientTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final String NAME = "localhost:5000/box:1";

  private HostNetwork host;
  private Docker docker;

  @BeforeAll
  void start(HostNetwork network) throws IOException {
    host = network;
    docker = new Docker(network);
    docker.importBusybox("box");
    docker.out("run", "--rm", "-p", "8080:80", "box", "true"); // some sockets open with the first
  }

  @AfterAll
  void stop() {
    docker.close();
  }

  private void killAt(String word, String... arguments) throws Exception {
    WatchedClient.killAt(word, host, docker.daemon().socket(), arguments);
  }

  private String[] run(String... more) {
    return Stream.concat(Stream.of("run", "-p", "8080:80", "--name", "cc"), Stream.of(more))
        .toArray(String[]::new);
  }

  private long sockets() throws IOException {
    Path descriptors = Path.of("/proc/" + docker.daemon().process().pid() + "/fd");
    try (Stream<Path> all = Files.list(descriptors)) {
      return all.filter(GoneClientTest::isSocket).count();
    }
  }

  private static boolean isSocket(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
    } catch (IOException e) {
      return false; // closed meanwhile
    }
  }

  private void awaitNoMoreSocketsThan(long before) {
    Awaitility.await()
        .atMost(LIMIT)
        .untilAsserted(() -> assertThat(sockets()).isLessThanOrEqualTo(before));
  }

  private String state() {
    return docker.out("ps", "-a", "--format", "{{.Names}} {{.State}}");
  }

  @Test
  void betweenCreationAndStartTheContainerWaits() throws Exception {
    long before = sockets();
    killAt("/containers/create", run("box", "sleep", "1000"));
    assertThat(state()).isEmpty();

    for (String word : List.of("/attach?", "/wait?", "/start ")) {
      killAt(word, run("box", "sleep", "1000"));

      assertThat(state()).as(word).isEqualTo("cc created");
      assertThat(host.exec("ip", "-o", "link", "show", "type", "veth").orFail()).isEmpty();
      docker.out("start", "cc");
      assertThat(state()).isEqualTo("cc running");
      docker.out("rm", "-f", "cc");
      assertThat(host.exec("ip", "-o", "link", "show", "type", "veth").orFail()).isEmpty();
    }
    awaitNoMoreSocketsThan(before);
  }

  @Test
  void whileAttachedTheContainerRunsOn() throws Exception {
    long before = sockets();

    killAt("tick 3", run("box", "sh", "-c", "while :; do echo tick $((i+=1)); sleep 0.1; done"));

    Awaitility.await()
        .atMost(LIMIT)
        .untilAsserted(() -> assertThat(docker.out("logs", "cc")).contains("tick 9"));
    assertThat(state()).isEqualTo("cc running");
    killAt("heard", "exec", "cc", "sh", "-c", "echo heard; exec sleep 1000");
    assertThat(docker.out("exec", "cc", "echo", "on")).isEqualTo("on");
    docker.out("rm", "-f", "cc");
    awaitNoMoreSocketsThan(before);
  }

  @Test
  void whilePullingNothingHalfFetchedStays() throws Exception {
    byte[] noise =
        new byte[16 << 20]; // does not compress, so that its progress takes several steps
    new Random(1).nextBytes(noise);
    Files.write(host.directory().resolve("busybox/noise"), noise);
    docker
        .shell("tar -C " + host.directory().resolve("busybox") + " -c . | docker import - large")
        .orFail();
    Path archive = host.directory().resolve("large.tar");
    docker.out("save", "-o", archive.toString(), "large");
    docker.out("rmi", "large");
    Path temporary = host.directory().resolve("daemon/data/images/temporary");
    try (Registry registry = Registry.start(host, host.directory())) {
      registry.push(archive, NAME);

      killAt("fs layer", "run", "--rm", NAME, "true");

      Awaitility.await()
          .atMost(LIMIT)
          .untilAsserted(() -> assertThat(temporary).isEmptyDirectory());
      assertThat(state()).isEmpty();
      assertThat(docker.run("run", "--rm", NAME, "echo", "whole").orFail()).isEqualTo("whole\n");
      docker.out("rmi", NAME);
    }
  }
}
