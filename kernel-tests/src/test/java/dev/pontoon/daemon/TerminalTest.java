package dev.pontoon.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pontoon.testkit.HostNamespace;
import dev.pontoon.testkit.HostNetwork;
import dev.pontoon.testkit.ProjectFiles;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Somebody sits at a terminal: our command as the real client. */
@HostNamespace
@TestInstance(Lifecycle.PER_CLASS)
final class TerminalTest {
  private static final String DETACH = "\u0010\u0011"; // ctrl-p, ctrl-q
  private static final String INTERRUPT = "\u0003";

  private HostNetwork host;
  private Docker docker;

  @BeforeAll
  void start(HostNetwork network) throws IOException {
    host = network;
    docker = new Docker(network);
    docker.importBusybox("box");
  }

  @AfterEach
  void clear() {
    docker.clear();
  }

  @AfterAll
  void stop() {
    docker.close();
  }

  private Terminal open(String client, String line) throws IOException {
    String program =
        client.equals("pontoon") ? ProjectFiles.root().resolve("bin/pontoon").toString() : client;
    return Terminal.open(host, docker.daemon().address(), program + " " + line);
  }

  @ParameterizedTest
  @ValueSource(strings = {"pontoon", "docker"})
  void theSizeFollowsAndTheExitCodeIsTheShells(String client) throws Exception {
    try (Terminal terminal = open(client, "run -it --rm box sh")) {
      terminal.await("# ");
      terminal.typeUntil("busybox stty size", "33 101");
      terminal.resize(50, 120);
      terminal.typeUntil("busybox stty size", "50 120");
      terminal.type("tty; exit 7\r");
      assertThat(terminal.exitCode()).isEqualTo(7);
      assertThat(terminal.shown()).contains("/dev/pts/0");
      assertThat(terminal.restored()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"pontoon", "docker"})
  void theDetachKeysLeaveTheContainerRunning(String client) throws Exception {
    try (Terminal terminal = open(client, "run -it --name box box sh")) {
      terminal.typeUntil("echo $((40+2))", "42");
      terminal.type(DETACH);
      assertThat(terminal.exitCode()).isZero();
      assertThat(terminal.restored()).isTrue();
    }
    assertThat(docker.out("inspect", "box", "-f", "{{.State.Running}}")).isEqualTo("true");
    try (Terminal terminal = open(client, "exec -it --detach-keys ctrl-x,y box sh")) {
      terminal.typeUntil("echo $((50+5))", "55");
      terminal.type("\u0018y");
      assertThat(terminal.exitCode()).isEqualTo(1); // as the client has it
      assertThat(terminal.shown()).contains("read escape sequence");
    }
    try (Terminal terminal = open("docker", "attach box")) {
      terminal.typeUntil("echo $((60+6))", "66");
      terminal.type("exit 3\r");
      assertThat(terminal.exitCode()).isEqualTo(3);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"pontoon", "docker"})
  void keysGoToTheProcess(String client) throws Exception {
    String waits = "sh -c 'trap \"exit 42\" INT; echo ready; while :; do sleep 1; done'";
    try (Terminal terminal = open(client, "run -it --rm box " + waits)) {
      terminal.await("ready");
      terminal.type(INTERRUPT);
      assertThat(terminal.exitCode()).isEqualTo(42);
      assertThat(terminal.shown()).contains("^C");
    }
    docker.out("run", "-d", "--name", "box", "box", "sleep", "1000");
    try (Terminal terminal = open(client, "exec -it box " + waits)) {
      terminal.await("ready");
      terminal.type(INTERRUPT);
      assertThat(terminal.exitCode()).isEqualTo(42);
      assertThat(terminal.restored()).isTrue();
    }
  }
}
