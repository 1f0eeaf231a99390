package dev.pontoon.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pontoon.testkit.HostNamespace;
import dev.pontoon.testkit.HostNetwork;
import dev.pontoon.testkit.Output;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a user of the daemon sees when somebody kills the conmon of a running container. */
@HostNamespace
final class KilledKeeperTest {
  @Test
  void endsTheContainerAndTakesItsNetworkDown(HostNetwork host) throws IOException {
    try (Docker docker = new Docker(host)) {
      docker.importBusybox("box");
      String id = docker.out("run", "-d", "--name", "web", "-p", "8080:80", "box", "sleep", "1000");
      String since = docker.out("info", "-f", "{{.SystemTime}}");

      kill(host, id);

      assertThat(docker.out("wait", "web")).isEqualTo("137");
      assertThat(docker.out("inspect", "web", "-f", "{{.State.Status}} {{.State.Error}}"))
          .startsWith("exited its conmon was killed");
      // A wait for what has ended already is answered while its network goes.
      await()
          .untilAsserted(() ->
              assertThat(host.exec("nft", "list", "map", "inet", "pontoon", "ports4").orFail())
                  .doesNotContain("8080"));
      assertThat(host.exec("ip", "-o", "link", "show", "type", "veth").orFail()).isEmpty();
      assertThat(events(docker, since)).contains("die 137");
      docker.out("start", "web");
      docker.out("rm", "-f", "web");
    }
  }

  @Test
  void followsTheRestartPolicy(HostNetwork host) throws IOException {
    try (Docker docker = new Docker(host)) {
      docker.importBusybox("box");
      String id =
          docker.out(
              "run", "-d", "--name", "web", "--restart", "on-failure", "box", "sleep", "1000");

      kill(host, id);

      await()
          .untilAsserted(() ->
              assertThat(docker.out("inspect", "web", "-f", "{{.State.Status}} {{.RestartCount}}"))
                  .isEqualTo("running 1"));
    }
  }

  @Test
  void endsAFurtherProcessOfAContainer(HostNetwork host) throws IOException {
    try (Docker docker = new Docker(host)) {
      docker.importBusybox("box");
      docker.out("run", "-d", "--name", "web", "box", "sleep", "1000");
      Path execs = host.directory().resolve("daemon/run/execs");

      Output ended =
          docker.shell(
              "docker exec web sh -c 'echo here; exec sleep 4321' | { read x; kill -9 $(cat "
                  + execs
                  + "/*/conmon.pid); echo $x; }");

      assertThat(ended.orFail()).isEqualTo("here\n");
      await().until(() -> running("sleep 4321").isEmpty());
    }
  }

  private static List<ProcessHandle> running(String command) {
    return ProcessHandle.allProcesses()
        .filter(process -> process.info().commandLine().orElse("").endsWith(command))
        .toList();
  }

  private static void kill(HostNetwork host, String id) throws IOException {
    Path file = host.directory().resolve("daemon/run/containers/" + id + "/conmon.pid");
    long pid = Long.parseLong(Files.readString(file).strip());
    ProcessHandle.of(pid).orElseThrow().destroyForcibly();
  }

  private static String events(Docker docker, String since) {
    return docker.out(
        "events",
        "--since",
        since,
        "--until",
        docker.out("info", "-f", "{{.SystemTime}}"),
        "--format",
        "{{.Action}} {{.Actor.Attributes.exitCode}}");
  }
}
