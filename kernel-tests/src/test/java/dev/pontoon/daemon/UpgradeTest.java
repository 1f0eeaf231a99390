package dev.pontoon.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pontoon.linux.ip.Addresses;
import dev.pontoon.testkit.HostNamespace;
import dev.pontoon.testkit.HostNetwork;
import dev.pontoon.testkit.Lan;
import dev.pontoon.testkit.LanNode;
import dev.pontoon.testkit.Output;
import dev.pontoon.testkit.ProjectFiles;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A daemon is stopped, killed and replaced under traffic, which loses nothing that the daemon does
 * not serve itself; and what a newer one has kept is left alone.
 */
@HostNamespace
class UpgradeTest {
  private static final int FIRST_PORT = 8_000;
  private static final int ANSWERS = 5; // of each client, in each phase
  private static final InetAddress LOOPBACK4 = Addresses.parse("127.0.0.1");
  private static final InetAddress LOOPBACK6 = Addresses.parse("::1");

  private static void serve(Docker docker, int port) {
    docker.out(
        "run",
        "-d",
        "--name",
        "web" + port,
        "-p",
        port + ":80",
        "box",
        "nc",
        "-ll",
        "-p",
        "80",
        "-e",
        "cat");
  }

  @ParameterizedTest
  @CsvSource({"nftables, 10", "iptables, 3"})
  void noRequestIsLost(String firewall, int containers, HostNetwork host) throws Exception {
    Lan lan = host.lan();
    LanNode neighbour = lan.join("neighbour");
    try (Docker docker = new Docker(host, "--firewall-backend", firewall)) {
      docker.importBusybox("box");
      try (Traffic traffic = new Traffic()) {
        for (int port = FIRST_PORT; port < FIRST_PORT + containers; port++) {
          serve(docker, port);
          traffic.add("LAN", neighbour.node(), lan.hostV4(), port);
          traffic.add("localhost", host, LOOPBACK4, port);
        }
        traffic.requireAnswers(ANSWERS);

        docker.daemon().process().destroyForcibly().waitFor();
        traffic.requireAnswers(ANSWERS);
        docker.startAgain();
        traffic.requireAnswers(ANSWERS);

        docker.daemon().close();
        traffic.requireAnswers(ANSWERS);
        OlderState.of(host).first();
        docker.startAgain();
        traffic.requireAnswers(ANSWERS);
      }
      try (Traffic relayed = new Traffic()) {
        relayed.add("::1", host, LOOPBACK6, FIRST_PORT);
        relayed.requireAnswers(ANSWERS);
      }
      assertThat(docker.out("ps", "-q").lines()).hasSize(containers);
      assertThat(OlderState.of(host).documents())
          .hasSize(2 * containers); // those of this layout are written with their next change
    }
  }

  @Test
  void whatANewerOneHasKeptIsRefusedAndLeftAlone(HostNetwork host) throws Exception {
    try (Docker docker = new Docker(host)) {
      docker.importBusybox("box");
      serve(docker, FIRST_PORT);
      docker.daemon().close();
      OlderState state = OlderState.of(host);
      Map<Path, String> newer = new LinkedHashMap<>();
      for (Path document : state.documents()) {
        newer.put(document, " of version 99, of a newer Pontoon; this one reads up to version 1");
      }
      newer.put(
          state.database(), " has layout 99, of a newer Pontoon; this one reads up to layout 2");
      assertThat(newer).hasSize(3);
      for (Map.Entry<Path, String> one : newer.entrySet()) {
        refused(host, state, one.getKey(), one.getValue());
      }
      docker.startAgain();
      assertThat(docker.out("ps", "--format", "{{.Names}}")).isEqualTo("web" + FIRST_PORT);
    }
  }

  private static void refused(HostNetwork host, OlderState state, Path file, String words)
      throws Exception {
    byte[] original = Files.readAllBytes(file);
    if (file.equals(state.database())) {
      state.run("PRAGMA user_version = 99");
    } else {
      OlderState.newer(file);
    }
    List<String> before = snapshot(host, state);

    Output output = start(host);

    assertThat(output.exitCode()).isEqualTo(1);
    assertThat(output.out()).isEmpty();
    assertThat(output.err())
        .startsWith("pontoon daemon: ")
        .contains(file.toString(), words)
        .hasLineCount(1);
    assertThat(snapshot(host, state)).isEqualTo(before);
    Files.write(file, original);
  }

  private static Output start(HostNetwork host) {
    Path directory = host.directory().resolve("daemon");
    return host.exec(
        ProjectFiles.root().resolve("bin/pontoon").toString(),
        "daemon",
        "--host=unix://" + directory.resolve("pontoon.sock"),
        "--data-root=" + directory.resolve("data"),
        "--exec-root=" + directory.resolve("run"),
        "--pidfile=" + directory.resolve("pid"));
  }

  /** What is in the kernel and what is kept. */
  private static List<String> snapshot(HostNetwork host, OlderState state) throws IOException {
    List<String> all = new ArrayList<>();
    all.add(host.exec("ip", "-o", "link").orFail());
    all.add(host.exec("ip", "-o", "address").orFail());
    all.add(host.exec("nft", "list", "ruleset").orFail());
    for (Path document : state.documents()) {
      all.add(Files.readString(document));
    }
    all.add(Arrays.toString(Files.readAllBytes(state.database())));
    return all;
  }
}
