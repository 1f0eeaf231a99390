package dev.pontoon.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pontoon.testkit.DaemonProcess;
import dev.pontoon.testkit.HostNamespace;
import dev.pontoon.testkit.HostNetwork;
import dev.pontoon.testkit.Output;
import dev.pontoon.testkit.ProjectFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/**
 * What can't be done is refused in one line that names the object and the reason, with Docker's
 * exit code, and leaves kernel and state as they were.
 */
@HostNamespace
final class BadInputTest {
  private static final String PONTOON = ProjectFiles.root().resolve("bin/pontoon").toString();

  /** A command line of {@code pontoon}, how it ends, and what its one line of error says. */
  private record Row(String command, int exitCode, List<String> words) {}

  private static Row row(String command, int exitCode, String... words) {
    return new Row(command, exitCode, List.of(words));
  }

  private static final List<Row> ROWS =
      List.of(
          row("run --rm --network gone --rootfs / -- true", 125, "gone", "not found"),
          row("run --rm --name there --rootfs / -- true", 125, "there", "already in use"),
          row("run --rm -p 70000:80 --rootfs / -- true", 125, "70000"),
          row("run --rm -p 80:http --rootfs / -- true", 125, "http"),
          row("run --rm -p 5000-5002:80-81 --rootfs / -- true", 125, "5000-5002"),
          row("run --rm -p 5000:80 --rootfs / -- true", 125, "5000", "already allocated"),
          row("run --rm -p 6000:80 --rootfs / -- true", 125, "6000", "in use", "python3"),
          row("run --rm --rootfs /gone -- true", 125, "/gone"),
          row("run --rm --rootfs / -- /gone", 127, "/gone"),
          row("run --rm --rootfs / -- /etc", 126, "/etc"),
          row("run --rm --network lab --ip 10.99.0.1 --rootfs / -- true", 125, "10.99.0.1"),
          row("run --rm --network lab --ip 10.77.0.2 --rootfs / -- true", 125, "10.77.0.2"),
          row("run --rm -v relative:/x:rw:what --rootfs / -- true", 125, "relative"),
          row("run --rm --pull never gone-image true", 125, "gone-image"),
          row("network create lab", 1, "lab", "already exists"),
          row("network create --subnet 10.77.0.0/25 other", 1, "10.77.0.0/2", "overlap"),
          row("network create --subnet nonsense other", 1, "nonsense"),
          row(
              "network create -o com.docker.network.bridge.name=taken other",
              1,
              "taken",
              "exists already"),
          row("network create -d overlay other", 1, "overlay"),
          row("network rm gone", 1, "gone", "not found"),
          row("network rm bridge", 1, "bridge", "pre-defined"),
          row("network rm lab", 1, "lab", "active endpoints"),
          row("network connect gone there", 1, "gone", "not found"),
          row("network connect lab gone", 1, "gone"),
          row("start gone", 1, "gone"),
          row("rm gone", 1, "gone"),
          row("rm there", 1, "there", "running"),
          row("exec gone true", 1, "gone"),
          row("port gone", 1, "gone"),
          row("rmi gone", 1, "gone"));

  /** The same by the API: the status of a POST. */
  private record Call(String status, String path, String body) {}

  private static final List<Call> CALLS =
      List.of(
          new Call("404", "/containers/gone/start", ""),
          new Call("409", "/networks/create", "{\"Name\":\"lab\"}"),
          new Call("403", "/networks/create", "{\"Name\":\"host\"}"),
          new Call("400", "/networks/create", "{\"Name\":\"a b\"}"),
          new Call(
              "403",
              "/networks/create",
              "{\"Name\":\"x\",\"IPAM\":{\"Config\":[{\"Subnet\":\"10.77.0.0/25\"}]}}"),
          new Call(
              "409",
              "/networks/create",
              "{\"Name\":\"x\",\"Options\":{\"com.docker.network.bridge.name\":\"taken\"}}"),
          new Call("404", "/networks/gone/connect", "{\"Container\":\"there\"}"),
          new Call("404", "/networks/lab/connect", "{\"Container\":\"gone\"}"),
          new Call("404", "/containers/create", "{\"Image\":\"gone\"}"),
          new Call("400", "/containers/create", "{"));

  @Test
  void isRefusedInOneLineAndLeavesNothing(HostNetwork host) throws IOException {
    Process holder = holdPort(host);
    try (Docker docker = new Docker(host)) {
      DaemonProcess daemon = docker.daemon();
      pontoon(host, daemon, "network create --subnet 10.77.0.0/24 lab").orFail();
      pontoon(
              host,
              daemon,
              "run -d --name there --network lab --ip 10.77.0.2 -p 5000:80 --rootfs / -- sleep 600")
          .orFail();
      host.exec("ip", "link", "add", "taken", "type", "bridge").orFail();
      List<String> before = snapshot(host, docker);
      SoftAssertions all = new SoftAssertions();
      for (Row row : ROWS) {
        Output output = pontoon(host, daemon, row.command());
        all.assertThat(output.exitCode()).as(row.command()).isEqualTo(row.exitCode());
        all.assertThat(output.err().strip())
            .as(row.command())
            .contains(row.words())
            .hasLineCount(1);
        all.assertThat(snapshot(host, docker)).as("after " + row.command()).isEqualTo(before);
      }
      for (Call call : CALLS) {
        all.assertThat(status(host, daemon, "POST", call.path(), call.body()))
            .as(call.path() + " " + call.body())
            .isEqualTo(call.status());
        all.assertThat(snapshot(host, docker)).as("after " + call.body()).isEqualTo(before);
      }
      all.assertAll();
    } finally {
      holder.destroy();
      holder.onExit().join();
    }
  }

  @Test
  void aDaemonThatCanNotWorkSaysSo(HostNetwork host) {
    refused(host, without("runc"), List.of(), "runc");
    refused(host, List.of("setpriv", "--bounding-set=-net_admin"), List.of(), "CAP_NET_ADMIN");
    refused(
        host,
        without("iptables-save"),
        List.of("--firewall-backend=iptables"),
        "iptables",
        "not installed");
    host.exec("ip", "link", "add", "pontoon0", "type", "bridge").orFail();
    refused(host, List.of(), List.of(), "pontoon0", "exists already");
    refused(host, List.of(), List.of("--bridge=lo"), "lo", "exists already");
    assertThat(host.directory().resolve("daemon/pontoon.sock")).doesNotExist();
  }

  @Test
  void aNewerStateIsLeftAlone(HostNetwork host) {
    try (DaemonProcess daemon = DaemonProcess.start(host)) {
      pontoon(host, daemon, "network create lab").orFail();
      pontoon(host, daemon, "run -d --name there --network lab -p 5000:80 --rootfs / -- sleep 600")
          .orFail();
    }
    layout(host, 99);
    String before = database(host);
    refused(host, List.of(), List.of(), "layout 99", "newer Pontoon");
    assertThat(database(host)).isEqualTo(before);
    layout(host, 2);
    try (DaemonProcess daemon = DaemonProcess.start(host)) {
      assertThat(pontoon(host, daemon, "ps --format {{.Names}}").orFail()).isEqualTo("there\n");
      pontoon(host, daemon, "rm -f there").orFail();
    }
  }

  /** What runs a command line where a program can't be run. */
  private static List<String> without(String program) {
    String hide = "mount --bind /dev/null $(readlink -f $(command -v " + program + "))";
    return List.of("unshare", "--mount", "sh", "-c", hide + " && exec \"$@\"", "sh");
  }

  private static void layout(HostNetwork host, int version) {
    sqlite(host, "c.execute('PRAGMA user_version = " + version + "')");
  }

  private static String database(HostNetwork host) {
    return sqlite(host, "print(list(c.iterdump()), *c.execute('PRAGMA user_version'))");
  }

  private static String sqlite(HostNetwork host, String statement) {
    Path file = host.directory().resolve("daemon/data/network/network.db");
    return host.exec(
            "python3", "-c", "import sqlite3; c = sqlite3.connect('" + file + "'); " + statement)
        .orFail();
  }

  private static void refused(
      HostNetwork host, List<String> prefix, List<String> flags, String... words) {
    List<String> before = kernel(host);
    Path directory = host.directory().resolve("daemon");
    List<String> roots =
        List.of(
            "--host=unix://" + directory.resolve("pontoon.sock"),
            "--data-root=" + directory.resolve("data"),
            "--exec-root=" + directory.resolve("run"),
            "--pidfile=" + directory.resolve("pid"));
    Output output =
        host.exec(
            Stream.of(prefix, List.of(PONTOON, "daemon", "--log-level=error"), roots, flags)
                .flatMap(List::stream)
                .toArray(String[]::new));
    assertThat(output.exitCode()).as(output.err()).isEqualTo(1);
    assertThat(output.err().strip()).contains(words).hasLineCount(1);
    assertThat(kernel(host)).isEqualTo(before);
    assertThat(directory.resolve("pontoon.sock")).doesNotExist();
    assertThat(directory.resolve("pid")).doesNotExist();
  }

  /** A foreign process that holds a port. */
  private static Process holdPort(HostNetwork host) throws IOException {
    Process python =
        new ProcessBuilder(host.commandLine("python3", "-u", "-m", "http.server", "6000"))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    python.inputReader().readLine(); // it says when it listens
    return python;
  }

  private static Output pontoon(HostNetwork host, DaemonProcess daemon, String command) {
    return host.exec(
        Stream.concat(
                Stream.of("env", "DOCKER_HOST=" + daemon.address(), PONTOON),
                Stream.of(command.split(" ")))
            .toArray(String[]::new));
  }

  /**
   * What there is: in the kernel, and as the API tells it. Left out are counters, and whether a
   * bridge has a carrier, which the kernel tells late.
   */
  private static List<String> snapshot(HostNetwork host, Docker docker) {
    List<String> all = new ArrayList<>(kernel(host));
    all.add(docker.out("ps", "-aq"));
    all.add(docker.out("network", "ls", "-q"));
    return all;
  }

  private static List<String> kernel(HostNetwork host) {
    return List.of(
        host.exec("sh", "-c", "ip -br link | awk '{ print $1, $3 }'").orFail(),
        host.exec("ip", "-o", "address").orFail(),
        host.exec("ip", "route", "show", "table", "all").orFail().replace(" linkdown", ""),
        host.exec("nft", "list", "ruleset").orFail().replaceAll("packets \\d+ bytes \\d+", ""),
        host.exec("sh", "-c", "ls " + host.directory() + "/daemon/run/netns 2>/dev/null || true")
            .orFail());
  }

  /** The status of a request in place of the command's exit code. */
  private static String status(
      HostNetwork host, DaemonProcess daemon, String method, String path, String body) {
    return host.exec(
            "curl",
            "-sS",
            "-o",
            "/dev/null",
            "-w",
            "%{http_code}",
            "--unix-socket",
            daemon.socket().toString(),
            "-X",
            method,
            "-H",
            "Content-Type: application/json",
            "-d",
            body,
            "http://x/v1.43" + path)
        .orFail();
  }
}
