package dev.pontoon.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pontoon.testkit.HostNamespace;
import dev.pontoon.testkit.HostNetwork;
import dev.pontoon.testkit.Output;
import dev.pontoon.testkit.ProjectFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;

/** Containers outlive the daemon; a daemon that can't start says why and leaves nothing. */
@HostNamespace
class RestartTest {
  private static String page(HostNetwork host) {
    return host.exec(
            "curl",
            "-sS",
            "--retry",
            "20",
            "--retry-connrefused",
            "--retry-delay",
            "1",
            "http://127.0.0.1:8080/")
        .orFail();
  }

  @Test
  void containersRunOnOverAStopAndAKill(HostNetwork host) throws Exception {
    try (Docker docker = new Docker(host)) {
      docker.importBusybox("box");
      docker.out("run", "-d", "--name", "web", "-p", "8080:80", "box", "httpd", "-f", "-h", "/www");
      String pid = docker.out("inspect", "web", "-f", "{{.State.Pid}}");

      docker.stopAndStartAgain();
      assertThat(page(host)).isEqualTo("hello from a container\n");
      docker.killAndStartAgain();
      assertThat(page(host)).isEqualTo("hello from a container\n");

      assertThat(docker.out("inspect", "web", "-f", "{{.State.Pid}}")).isEqualTo(pid);
      assertThat(docker.out("exec", "web", "echo", "still")).isEqualTo("still");
    }
  }

  @Test
  void whatEndedMeanwhileIsTakenDown(HostNetwork host) throws Exception {
    try (Docker docker = new Docker(host)) {
      docker.importBusybox("box");
      docker.out("run", "-d", "--name", "web", "box", "sleep", "1000");
      long pid = Long.parseLong(docker.out("inspect", "web", "-f", "{{.State.Pid}}"));
      docker.daemon().process().destroyForcibly().waitFor();
      ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
      process.destroyForcibly();
      process.onExit().join();

      docker.killAndStartAgain();

      assertThat(docker.out("inspect", "web", "-f", "{{.State.Status}}")).isEqualTo("exited");
      assertThat(host.exec("ip", "-o", "link", "show", "type", "veth").orFail()).isEmpty();
    }
  }

  @Test
  void theSocketIsForRootAndItsGroup(HostNetwork host) throws IOException {
    try (Docker docker = new Docker(host, "--group", "daemon")) {
      Path socket = docker.daemon().socket();
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
          .isEqualTo("rw-rw----");
      assertThat(Files.getAttribute(socket, "unix:group")).hasToString("daemon");
    }
  }

  @Test
  void aSecondDaemonOnTheSameFilesIsRefused(HostNetwork host) {
    try (Docker docker = new Docker(host)) {
      String directory = host.directory().resolve("daemon").toString();

      Output second =
          pontoonDaemon(
              host,
              "--host=" + docker.daemon().address(),
              "--data-root=" + directory + "/data",
              "--exec-root=" + directory + "/run",
              "--pidfile=" + directory + "/pid2");

      assertThat(second.err()).endsWith("pontoon.sock is in use by a running daemon\n");
      assertThat(second.exitCode()).isEqualTo(1);
      assertThat(docker.out("ps", "-q")).isEmpty();
    }
  }

  @Test
  void removeTakesEverythingDown(HostNetwork host) throws IOException {
    Docker docker = new Docker(host);
    docker.importBusybox("box");
    docker.out("run", "-d", "--name", "web", "-p", "8080:80", "box", "sleep", "1000");
    docker.out("network", "create", "blue");
    docker.daemon().close();
    String directory = host.directory().resolve("daemon").toString();

    Output removed =
        pontoonDaemon(
            host,
            "--remove",
            "--log-level=error",
            "--host=" + docker.daemon().address(),
            "--data-root=" + directory + "/data",
            "--exec-root=" + directory + "/run",
            "--pidfile=" + directory + "/pid");

    assertThat(removed).isEqualTo(new Output(0, "", ""));
    assertThat(host.exec("ip", "-o", "link").orFail().lines()).hasSize(1);
    assertThat(host.exec("nft", "list", "ruleset").orFail()).isEmpty();
  }

  @Test
  void nonsenseOnTheCommandLine(HostNetwork host) {
    Output unknown = pontoonDaemon(host, "--nope");
    assertThat(unknown.err()).startsWith("pontoon daemon: unknown flag: --nope\n");
    assertThat(unknown.exitCode()).isEqualTo(125);
    Output bad = pontoonDaemon(host, "--mtu=x");
    assertThat(bad.err())
        .startsWith("pontoon daemon: invalid value \"x\" for --mtu")
        .hasLineCount(1);
    assertThat(bad.exitCode()).isEqualTo(1);
    Output group =
        pontoonDaemon(
            host,
            "--group=nosuchgroup",
            "--host=unix://" + host.directory().resolve("s"),
            "--data-root=" + host.directory().resolve("d"),
            "--exec-root=" + host.directory().resolve("r"),
            "--pidfile=" + host.directory().resolve("p"));
    assertThat(group.err()).endsWith("group nosuchgroup not found\n");
    assertThat(group.exitCode()).isEqualTo(1);
    assertThat(host.directory().resolve("s")).doesNotExist();
    assertThat(host.directory().resolve("p")).doesNotExist();
  }

  private static Output pontoonDaemon(HostNetwork host, String... flags) {
    String[] command = new String[flags.length + 2];
    command[0] = ProjectFiles.root().resolve("bin/pontoon").toString();
    command[1] = "daemon";
    System.arraycopy(flags, 0, command, 2, flags.length);
    return host.exec(command);
  }
}
