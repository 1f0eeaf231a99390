package dev.pontoon.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pontoon.daemon.Docker;
import dev.pontoon.daemon.Terminal;
import dev.pontoon.testkit.HostNamespace;
import dev.pontoon.testkit.HostNetwork;
import dev.pontoon.testkit.Lan;
import dev.pontoon.testkit.LanNode;
import dev.pontoon.testkit.Node;
import dev.pontoon.testkit.Output;
import java.io.IOException;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * What one types first after reading about the networking of containers, in Docker's own client at
 * a terminal: an interpreter, and Python's web server behind a published port and without one.
 */
@HostNamespace
final class ArticleTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final String INTERRUPT = "\u0003";
  private static final String SERVER = "python python3 -m http.server 5000 --bind=";

  private static void importPython(Docker docker, HostNetwork host) throws IOException {
    docker.out("import", "-c", "CMD [\"python3\"]", PythonImage.archive(host).toString(), "python");
  }

  private static Output fetch(Node from, String address) {
    return from.exec(
        "curl", "-sS", "--noproxy", "*", "--max-time", "5", "http://" + address + ":5000/");
  }

  private static void awaitPage(Node from, String address) {
    Awaitility.await()
        .atMost(LIMIT)
        .until(() -> fetch(from, address), page -> page.out().contains("Directory listing"));
  }

  /** The shell between the terminal and the client has nothing against ctrl-c. */
  private static Terminal run(HostNetwork host, Docker docker, String arguments)
      throws IOException {
    return Terminal.open(host, docker.daemon().address(), "trap : INT; docker run " + arguments);
  }

  private static void interrupt(Terminal terminal, Docker docker) throws Exception {
    terminal.type(INTERRUPT);
    assertThat(terminal.exitCode()).isZero();
    assertThat(terminal.shown()).contains("Keyboard interrupt received, exiting.");
    assertThat(docker.out("ps", "-aq")).isEmpty();
  }

  /** Asks from inside a container, as its neighbours do. */
  private static Output ask(Docker docker, String container, String address) {
    return docker.run(
        "exec",
        container,
        "python3",
        "-c",
        "import urllib.request as u; print(u.urlopen('http://%s:5000/', timeout=5).status)"
            .formatted(address));
  }

  @Test
  void theCommandsWorkAsTheyAreTyped(HostNetwork host) throws Exception {
    LanNode neighbour;
    try (Docker docker = new Docker(host)) {
      Lan lan = host.lan();
      neighbour = lan.join("neighbour");
      importPython(docker, host);

      anInterpreterRuns(host, docker);
      aPublishedServerIsReached(host, docker, neighbour);
      aServerOnItsOwnLoopbackIsNot(host, docker);
      aServerInTheHostsNetworkIsReached(host, docker, neighbour);
    }
  }

  private static void anInterpreterRuns(HostNetwork host, Docker docker) throws Exception {
    try (Terminal terminal = run(host, docker, "--rm -it python")) {
      terminal.await(">>> ");
      terminal.type("import os; print('pid', os.getpid(), 40 + 2)\r");
      terminal.await("pid 1 42");
      terminal.type("exit(3)\r");
      assertThat(terminal.exitCode()).isEqualTo(3);
    }
  }

  private static void aPublishedServerIsReached(HostNetwork host, Docker docker, LanNode neighbour)
      throws Exception {
    docker.out(
        "run",
        "-d",
        "--name",
        "beside",
        "python",
        "python3",
        "-c",
        "import signal; signal.pause()");
    try (Terminal terminal = run(host, docker, "-p 5000:5000 --rm " + SERVER + "0.0.0.0")) {
      awaitPage(host, "localhost");
      awaitPage(neighbour.node(), "192.0.2.1");
      terminal.await("192.0.2.2 - - ");
      String server = docker.out("ps", "-lq");
      String address = docker.out("inspect", server, "-f", "{{.NetworkSettings.IPAddress}}");
      assertThat(ask(docker, "beside", address).out()).isEqualTo("200\n");
      assertThat(ask(docker, "beside", "192.0.2.1").out()).isEqualTo("200\n");
      assertThat(ask(docker, server, "192.0.2.1").out()).isEqualTo("200\n");
      docker.out("rm", "-f", "beside");
      interrupt(terminal, docker);
    }
  }

  /** It is there for itself, and its port is published, but nobody else gets an answer. */
  private static void aServerOnItsOwnLoopbackIsNot(HostNetwork host, Docker docker)
      throws Exception {
    try (Terminal terminal = run(host, docker, "-p 5000:5000 --rm " + SERVER + "127.0.0.1")) {
      Awaitility.await().atMost(LIMIT).until(() -> !docker.out("ps", "-q").isEmpty());
      String server = docker.out("ps", "-q");
      Awaitility.await()
          .atMost(LIMIT)
          .until(() -> ask(docker, server, "127.0.0.1").out().equals("200\n"));
      assertThat(fetch(host, "localhost").exitCode()).isNotZero();
      interrupt(terminal, docker);
    }
  }

  private static void aServerInTheHostsNetworkIsReached(
      HostNetwork host, Docker docker, LanNode neighbour) throws Exception {
    try (Terminal terminal = run(host, docker, "--net=host --rm " + SERVER + "0.0.0.0")) {
      awaitPage(host, "localhost");
      awaitPage(neighbour.node(), "192.0.2.1");
      assertThat(host.exec("ss", "-Hltn", "sport = :5000").orFail()).contains("0.0.0.0:5000");
      interrupt(terminal, docker);
    }
  }
}
