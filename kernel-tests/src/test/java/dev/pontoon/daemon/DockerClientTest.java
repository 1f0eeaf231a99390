package dev.pontoon.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pontoon.testkit.HostNamespace;
import dev.pontoon.testkit.HostNetwork;
import dev.pontoon.testkit.Output;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The daemon as users start it, driven by Docker's own client. */
@HostNamespace
class DockerClientTest {
  private static void assertFails(Output output, int code, String words) {
    assertThat(output.err()).contains(words);
    assertThat(output.exitCode()).isEqualTo(code);
  }

  @Test
  void runGivesOutputAndExitCode(HostNetwork host) throws IOException {
    try (Docker docker = new Docker(host)) {
      docker.importBusybox("box");

      Output run = docker.run("run", "--rm", "box", "sh", "-c", "echo out; echo err >&2; exit 3");

      assertThat(run).isEqualTo(new Output(3, "out\n", "err\n"));
      assertThat(docker.shell("echo hello | docker run --rm -i box cat").out())
          .isEqualTo("hello\n");
      assertThat(docker.shell("script -qec 'docker run --rm -it box tty' /dev/null").orFail())
          .contains("/dev/pts/");
      assertThat(docker.out("run", "--rm", "--network", "host", "box", "hostname"))
          .isEqualTo(host.exec("hostname").orFail().strip());
      assertFails(docker.run("run", "--rm", "box", "nosuch"), 127, "executable file not found");
      assertFails(docker.run("run", "--rm", "box", "/www"), 126, "permission denied");
      assertFails(docker.run("run", "--rm", "nobox"), 125, "cannot pull nobox:latest");
      assertThat(docker.out("ps", "-aq")).isEmpty();
    }
  }

  @Test
  void aDetachedContainerPublishesItsPortAndComesToItsEnd(HostNetwork host) throws IOException {
    try (Docker docker = new Docker(host)) {
      docker.importBusybox("box");
      docker.out(
          "run", "-d", "--name", "web", "-p", "8080:80", "box", "httpd", "-fvv", "-h", "/www");

      String page =
          host.exec(
                  "curl",
                  "-sS",
                  "--retry",
                  "20",
                  "--retry-connrefused",
                  "--retry-delay",
                  "1",
                  "http://127.0.0.1:8080/")
              .orFail();

      assertThat(page).isEqualTo("hello from a container\n");
      assertThat(docker.out("port", "web")).contains("80/tcp -> 0.0.0.0:8080");
      assertThat(docker.out("ps", "--format", "{{.Names}} {{.Image}} {{.State}}"))
          .isEqualTo("web box running");
      assertThat(docker.run("logs", "web").err()).contains("url:/");
      assertThat(docker.run("exec", "web", "sh", "-c", "echo in; exit 5"))
          .isEqualTo(new Output(5, "in\n", ""));
      assertThat(docker.shell("echo hello | docker exec -i web cat").out()).isEqualTo("hello\n");
      assertFails(docker.run("rm", "web"), 1, "container is running");
      assertFails(
          docker.run("run", "--rm", "-p", "8080:80", "box", "true"), 125, "8080 failed: port is");

      docker.out("stop", "-t", "0", "web");
      assertThat(docker.out("inspect", "web", "--format", "{{.State.ExitCode}}")).isEqualTo("137");
      assertThat(docker.out("start", "web")).isEqualTo("web");
      docker.out("rm", "-f", "web");
      assertThat(docker.out("ps", "-aq")).isEmpty();
      assertThat(host.exec("ip", "-o", "link", "show", "type", "veth").orFail()).isEmpty();
    }
  }

  @Test
  void networksAreMadeJoinedAndLeft(HostNetwork host) throws IOException {
    try (Docker docker = new Docker(host)) {
      docker.importBusybox("box");
      docker.out("network", "create", "--subnet", "10.77.0.0/24", "--label", "a=b", "blue");
      docker.out(
          "run",
          "-d",
          "--name",
          "aa",
          "--network",
          "blue",
          "--ip",
          "10.77.0.9",
          "box",
          "sleep",
          "1000");
      docker.out("run", "-d", "--name", "bb", "box", "sleep", "1000");
      docker.out("network", "connect", "blue", "bb");

      assertThat(docker.out("exec", "aa", "ip", "-o", "-4", "addr")).contains("10.77.0.9/24");
      assertThat(docker.out("exec", "bb", "ip", "-o", "-4", "addr")).contains("10.77.0.");
      assertThat(docker.out("exec", "bb", "cat", "/etc/hosts")).contains("10.77.0.");
      assertThat(docker.out("network", "inspect", "blue", "-f", "{{len .Containers}}"))
          .isEqualTo("2");
      assertThat(docker.out("network", "ls", "-f", "label=a=b", "--format", "{{.Name}}"))
          .isEqualTo("blue");
      assertFails(docker.run("network", "rm", "blue"), 1, "has active endpoints");

      docker.out("network", "disconnect", "blue", "bb");
      docker.out("rm", "-f", "aa", "bb");
      docker.out("network", "rm", "blue");
      assertThat(docker.out("network", "ls", "--format", "{{.Name}}").lines())
          .containsExactlyInAnyOrder("bridge", "host", "none");
    }
  }

  @Test
  void imagesAreLoadedTaggedSavedAndRemoved(HostNetwork host) throws IOException {
    try (Docker docker = new Docker(host)) {
      docker.importBusybox("box:1");
      String archive = host.directory().resolve("box.tar").toString();
      docker.out("tag", "box:1", "other/box:2");
      docker.out("save", "-o", archive, "box:1");
      assertThat(docker.out("images", "--format", "{{.Repository}}:{{.Tag}}").lines())
          .containsExactlyInAnyOrder("box:1", "other/box:2");
      docker.out("rmi", "box:1", "other/box:2");
      assertThat(docker.out("images", "-q")).isEmpty();

      assertThat(docker.out("load", "-i", archive)).isEqualTo("Loaded image: box:1");

      assertThat(docker.out("run", "--rm", "box:1", "echo", "again")).isEqualTo("again");
      assertFails(docker.run("rmi", "gone"), 1, "No such image: gone");
    }
  }

  @Test
  void badInputLeavesNothing(HostNetwork host) throws IOException {
    try (Docker docker = new Docker(host)) {
      docker.importBusybox("box");
      String before = host.exec("ip", "-o", "link").orFail();

      assertFails(
          docker.run("run", "--rm", "--network", "gone", "box"), 125, "network gone not found");
      assertFails(
          docker.run("network", "create", "-d", "xyz", "n"), 1, "could not find plugin xyz");
      assertFails(docker.run("network", "create", "-o", "a=b", "n"), 1, "option a of network");
      assertFails(docker.run("network", "create", "bridge"), 1, "predefined bridge network");
      assertFails(docker.run("network", "rm", "bridge"), 1, "pre-defined");
      assertFails(docker.run("inspect", "gone"), 1, "No such object: gone");
      assertFails(docker.run("plugin", "ls"), 1, "is not supported by Pontoon");

      assertThat(host.exec("ip", "-o", "link").orFail()).isEqualTo(before);
      assertThat(docker.out("ps", "-aq")).isEmpty();
    }
  }
}
