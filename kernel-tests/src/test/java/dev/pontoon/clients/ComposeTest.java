package dev.pontoon.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pontoon.daemon.Docker;
import dev.pontoon.testkit.HostNamespace;
import dev.pontoon.testkit.HostNetwork;
import dev.pontoon.testkit.Output;
import dev.pontoon.testkit.ProjectFiles;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** docker-compose 1.29 brings a project of four services up, changes it, and takes it down. */
@HostNamespace
final class ComposeTest {
  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final String PROJECT =
      ProjectFiles.root().resolve("kernel-tests/src/test/resources/clients/compose.yml").toString();

  @Test
  void aProjectIsBroughtUpChangedScaledAndTakenDown(HostNetwork host) throws IOException {
    try (Docker docker = new Docker(host)) {
      docker.importBusybox("box");
      String links = host.exec("ip", "-o", "-br", "link").orFail();

      compose(host, docker, "plain", "up", "-d").orFail();
      everythingIsThere(host, docker);
      theyTalk(host, docker);
      somethingChanges(host, docker);
      compose(host, docker, "loud", "down", "-v", "-t", "0").orFail();

      assertThat(docker.out("ps", "-aq")).isEmpty();
      assertThat(docker.out("volume", "ls", "-q")).isEmpty();
      assertThat(docker.out("network", "ls", "--format", "{{.Name}}").lines())
          .containsExactlyInAnyOrder("bridge", "host", "none");
      assertThat(host.exec("ip", "-o", "-br", "link").orFail().lines().count())
          .isEqualTo(links.lines().count());
    }
  }

  private static void everythingIsThere(HostNetwork host, Docker docker) {
    assertThat(compose(host, docker, "plain", "ps").orFail())
        .contains("p_store_1", "p_site_1", "p_worker_1", "p_watcher_1", "Up (healthy)");
    assertThat(compose(host, docker, "plain", "ps", "-q").orFail().lines()).hasSize(4);
    assertThat(compose(host, docker, "plain", "port", "site", "80").orFail())
        .contains("0.0.0.0:8080");
    assertThat(docker.out("inspect", "p_site_1", "-f", "{{json .NetworkSettings.Networks.p_back}}"))
        .contains("\"gate\"", "\"site\"");
    assertThat(
            docker.out(
                "inspect", "p_store_1", "-f", "{{json .NetworkSettings.Networks.p_back.Aliases}}"))
        .contains("\"keeper\"", "\"vault\"", "\"store\"");
    assertThat(docker.out("volume", "ls", "-q")).isEqualTo("p_data");
    assertThat(docker.out("ps", "--no-trunc", "--format", "{{.Command}}"))
        .contains("\"sh -c 'echo at work; exec sleep 1000'\"");
  }

  private static void theyTalk(HostNetwork host, Docker docker) {
    String store =
        docker.out("inspect", "p_store_1", "-f", "{{.NetworkSettings.Networks.p_back.IPAddress}}");
    assertThat(
            compose(
                    host,
                    docker,
                    "plain",
                    "exec",
                    "-T",
                    "site",
                    "wget",
                    "-q",
                    "-O",
                    "-",
                    "http://" + store + "/ready")
                .orFail())
        .isEqualTo("kept\n");
    assertThat(host.exec("curl", "-sS", "http://127.0.0.1:8080/").orFail())
        .isEqualTo("hello from a container\n");
    assertThat(compose(host, docker, "plain", "logs", "--no-color").orFail())
        .contains("at work", "url:/");
    Output failed = compose(host, docker, "plain", "exec", "-T", "worker", "sh", "-c", "exit 5");
    assertThat(failed.exitCode()).isEqualTo(5);
    assertThat(compose(host, docker, "plain", "run", "--rm", "worker", "echo", "by the way").out())
        .contains("by the way");
  }

  /** A service is scaled, and another's environment is no longer the same. */
  private static void somethingChanges(HostNetwork host, Docker docker) {
    String before = docker.out("inspect", "p_site_1", "-f", "{{.Id}}");

    compose(host, docker, "loud", "up", "-d", "-t", "0", "--scale", "worker=5").orFail();

    assertThat(compose(host, docker, "loud", "ps", "-q", "worker").orFail().lines()).hasSize(5);
    assertThat(docker.out("ps", "-q").lines()).hasSize(8);
    assertThat(docker.out("inspect", "p_site_1", "-f", "{{.Id}}")).isNotEqualTo(before);
    assertThat(docker.out("inspect", "p_site_1", "-f", "{{.Config.Env}}")).contains("TONE=loud");
    assertThat(host.exec("curl", "-sS", "http://127.0.0.1:8080/").orFail())
        .isEqualTo("hello from a container\n");
    assertThat(docker.out("exec", "p_store_1", "cat", "/data/ready")).isEqualTo("kept");
    compose(host, docker, "loud", "restart", "-t", "0", "store").orFail();
    assertThat(docker.out("exec", "p_store_1", "cat", "/data/ready")).isEqualTo("kept\nkept");
  }

  private static Output compose(HostNetwork host, Docker docker, String tone, String... words) {
    List<String> command = new ArrayList<>();
    command.addAll(
        List.of(
            "env",
            "DOCKER_HOST=" + docker.daemon().address(),
            "TONE=" + tone,
            "HOME=" + host.directory(),
            "docker-compose",
            "-f",
            PROJECT,
            "-p",
            "p"));
    command.addAll(List.of(words));
    return host.exec(LIMIT, command.toArray(String[]::new));
  }
}
