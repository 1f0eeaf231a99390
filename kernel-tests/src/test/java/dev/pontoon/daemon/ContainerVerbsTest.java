package dev.pontoon.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pontoon.testkit.HostNamespace;
import dev.pontoon.testkit.HostNetwork;
import dev.pontoon.testkit.Output;
import java.io.IOException;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What Docker's own client does to containers that run. */
@HostNamespace
class ContainerVerbsTest {
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
  void processesArePausedLimitedAndListed(HostNetwork host) throws IOException {
    try (Docker docker = new Docker(host)) {
      docker.importBusybox("box");
      docker.out("run", "-d", "--name", "cc", "--memory", "64m", "box", "sleep", "1000");

      docker.out("pause", "cc");
      assertThat(docker.out("ps", "--format", "{{.State}} {{.Status}}")).contains("paused");
      assertFails(docker.run("pause", "cc"), "is already paused");
      assertFails(docker.run("exec", "cc", "true"), "is paused, unpause the container before exec");
      docker.out("unpause", "cc");
      assertFails(docker.run("unpause", "cc"), "is not paused");
      assertThat(docker.out("exec", "cc", "echo", "on")).isEqualTo("on");

      docker.out("update", "--memory", "32m", "--memory-swap", "32m", "--restart", "always", "cc");
      assertThat(
              docker.out(
                  "inspect",
                  "-f",
                  "{{.HostConfig.Memory}} {{.HostConfig.RestartPolicy.Name}}",
                  "cc"))
          .isEqualTo("33554432 always");
      docker.out("update", "--restart", "no", "cc");

      assertThat(docker.out("top", "cc")).contains("PID").contains("sleep 1000");
      assertThat(docker.out("top", "cc", "-o", "pid,args").lines()).hasSize(2);
      assertThat(docker.out("stats", "--no-stream", "--format", "{{.Name}} {{.MemUsage}}", "cc"))
          .startsWith("cc ")
          .endsWith("/ 32MiB");
      docker.out("rename", "cc", "dd");
      docker.out("pause", "dd");
      docker.out("stop", "-t", "0", "dd");
      assertThat(docker.out("inspect", "-f", "{{.State.ExitCode}}", "dd")).isEqualTo("137");
      docker.out("restart", "-t", "0", "dd");
      assertThat(docker.out("inspect", "-f", "{{.State.Status}}", "dd")).isEqualTo("running");
    }
  }

  @Test
  void filesAreCopiedComparedAndCommitted(HostNetwork host) throws IOException {
    try (Docker docker = new Docker(host)) {
      docker.importBusybox("box");
      String here = host.directory().resolve("here").toString();
      host.exec("sh", "-c", "mkdir -p %1$s/dir && echo one >%1$s/dir/file".formatted(here));
      docker.out(
          "run",
          "-d",
          "--name",
          "cc",
          "-v",
          "data:/data",
          "--tmpfs",
          "/tmp",
          "box",
          "sh",
          "-c",
          "echo x >/new; rm /www/index.html; ln -s / /escape; sleep 1000");
      await(docker, "A /escape", "diff", "cc");

      docker.out("cp", here + "/dir", "cc:/");
      docker.out("cp", here + "/dir/file", "cc:/data/copied");
      docker.out("cp", here + "/dir/file", "cc:/escape/tmp/seen");
      assertThat(docker.out("exec", "cc", "cat", "/dir/file", "/data/copied", "/tmp/seen"))
          .isEqualTo("one\none\none");
      docker.out("cp", "cc:/data", here + "/back");
      assertThat(host.exec("cat", here + "/back/copied").orFail()).isEqualTo("one\n");
      assertThat(docker.shell("docker cp cc:/new - | tar -xO").out()).isEqualTo("x\n");
      assertFails(
          docker.run("cp", "cc:/nope", here), "Could not find the file /nope in container cc");

      assertThat(docker.out("diff", "cc").lines())
          .contains("A /new", "C /www", "D /www/index.html", "A /dir/file")
          .noneMatch(line -> line.contains("/proc") || line.contains("/etc/hosts"));
      docker.out("commit", "-m", "note", "-c", "CMD [\"cat\",\"/new\"]", "cc", "made:1");
      assertThat(docker.out("run", "--rm", "made:1")).isEqualTo("x");
      assertThat(docker.out("run", "--rm", "made:1", "ls", "/www")).isEmpty();
      assertThat(docker.shell("docker export cc | tar -t").out())
          .contains("dir/file")
          .doesNotContain("copied");

      docker.out("stop", "-t", "0", "cc");
      docker.out("cp", here + "/dir/file", "cc:/data/stopped");
      docker.out("cp", here + "/dir/file", "cc:/also");
      assertThat(docker.shell("docker cp cc:/also - | tar -xO").out()).isEqualTo("one\n");
      docker.out("start", "cc");
      assertThat(docker.out("exec", "cc", "cat", "/data/stopped", "/also")).isEqualTo("one\none");
      assertThat(docker.out("ps", "-s", "--format", "{{.Size}}")).contains("(virtual ");
      docker.out("rm", "-f", "cc");
      docker.out("volume", "rm", "data");
    }
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

  @Test
  void healthIsCheckedAndTold(HostNetwork host) throws IOException {
    try (Docker docker = new Docker(host)) {
      docker.importBusybox("box");
      docker.out(
          "run",
          "-d",
          "--name",
          "cc",
          "--health-cmd",
          "cat /fine",
          "--health-interval",
          "100ms",
          "--health-retries",
          "2",
          "box",
          "sleep",
          "1000");
      await(docker, "unhealthy", "inspect", "-f", "{{.State.Health.Status}}", "cc");

      docker.out("exec", "cc", "sh", "-c", "echo well >/fine");
      await(docker, "(healthy)", "ps", "--format", "{{.Status}}");

      assertThat(docker.out("inspect", "-f", "{{(index .State.Health.Log 0).ExitCode}}", "cc"))
          .isNotEmpty();
      assertThat(docker.out("ps", "-q", "-f", "health=healthy")).isNotEmpty();
      // The client cuts what it asks until to a whole second.
      await(
          docker,
          "health_status: healthy",
          "events",
          "--since",
          "1h",
          "--until",
          "0s",
          "--format",
          "{{.Action}}",
          "--filter",
          "event=health_status");
    }
  }

  @Test
  void isolationIsAsAskedFor(HostNetwork host) throws IOException {
    try (Docker docker = new Docker(host)) {
      docker.importBusybox("box");

      assertThat(docker.out("run", "--rm", "--init", "box", "cat", "/proc/1/cmdline"))
          .startsWith("/sbin/docker-init");
      assertThat(docker.out("run", "--rm", "--uts", "host", "box", "hostname"))
          .isEqualTo(host.exec("hostname").orFail().strip());
      assertThat(
              docker.out(
                  "run", "--rm", "--oom-score-adj", "500", "box", "cat", "/proc/1/oom_score_adj"))
          .isEqualTo("500");
      assertThat(
              docker.out(
                  "run",
                  "--rm",
                  "--security-opt",
                  "no-new-privileges",
                  "box",
                  "cat",
                  "/proc/1/status"))
          .contains("NoNewPrivs:\t1");
      assertThat(
              docker.out(
                  "run",
                  "--rm",
                  "--security-opt",
                  "seccomp=unconfined",
                  "box",
                  "cat",
                  "/proc/1/status"))
          .contains("Seccomp:\t0");
      assertFails(
          docker.run("run", "--rm", "--pid", "container:nope", "box", "true"),
          "another container's PID namespace is not supported");
    }
  }
}
