package dev.pontoon.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pontoon.security.Ground.Container;
import dev.pontoon.testkit.DaemonProcess;
import dev.pontoon.testkit.HostNamespace;
import dev.pontoon.testkit.HostNetwork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** The guard in a container's life, and that honest containers notice nothing of it. */
@HostNamespace
@TestInstance(Lifecycle.PER_CLASS)
final class GuardTest {
  private HostNetwork host;
  private DaemonProcess daemon;
  private Ground ground;

  @BeforeAll
  void start(HostNetwork on) throws IOException {
    host = on;
    daemon = DaemonProcess.start(host);
    ground = new Ground(host, daemon.address());
  }

  @AfterEach
  void clear() {
    ground.clear();
  }

  @AfterAll
  void stop() {
    daemon.close();
  }

  @Test
  void honestContainersNoticeNothing() {
    Container one = ground.run("one", "--network", "lab");
    Container other = ground.run("other", "--network", "lab");
    for (Party party : List.of(other.party(), one.gateway())) {
      one.node().exec("ping", "-c1", "-W5", "-s4000", party.v4().getHostAddress()).orFail();
      one.node().exec("ping", "-c1", "-W5", "-s4000", party.v6().getHostAddress()).orFail();
    }
    ground.docker("run", "--rm", "--network", "lab", "idle", "ip", "addr");
    assertThat(ground.guard()).contains("one lab on 0", "other lab on 0");
  }

  /** Its further addresses are its own; anybody else's are not. */
  @Test
  void linkLocalAddressesAreTheirOwners() {
    ground.run("owner", "--network", "lab", "--link-local-ip", "169.254.7.7");
    Container other =
        ground.run(
            "other",
            "--network",
            "lab",
            "--link-local-ip",
            "169.254.7.8",
            "--cap-add",
            "NET_ADMIN");
    other.node().exec("ping", "-c1", "-W5", "169.254.7.7").orFail();
    assertThat(ground.guard()).contains("owner lab on 0", "other lab on 0");
    ground.docker("rm", "-f", "owner");
    ground.docker("exec", "other", "ip", "addr", "add", "169.254.7.7/16", "dev", "eth0");
    ground.run("next", "--network", "lab", "--link-local-ip", "169.254.7.9");
    other.node().exec("ping", "-c1", "-W1", "-I", "169.254.7.7", "169.254.7.9");
    assertThat(ground.dropped("other")).isPositive();
    assertThat(ground.dropped("next")).isZero();
  }

  @Test
  void aContainerConnectedLaterIsGuardedToo() {
    Container victim = ground.run("victim", "--network", "lab");
    ground.run("mover", "--network", "far");
    ground.docker("network", "connect", "lab", "mover");
    assertThat(ground.guard()).contains("mover far on 0", "mover lab on 0");
    ground.docker("network", "disconnect", "far", "mover");
    assertThat(ground.guard()).contains("mover lab on 0").doesNotContain("mover far on 0");
    ground.docker("rm", "-f", "mover");
    String table = host.exec("nft", "list", "table", "bridge", "pontoon").orFail();
    assertThat(table.split(ground.hostLink(victim), -1)).as(table).hasSize(1 + 8);
    assertThat(table.split("\"veth", -1)).as(table).hasSize(1 + 8);
  }

  @Test
  void aStartMakesItAgain() {
    Container victim = ground.run("victim", "--network", "lab");
    Container attacker = ground.run("attacker", "--network", "lab");
    daemon.close();
    host.exec("nft", "delete", "table", "bridge", "pontoon").orFail();
    daemon = DaemonProcess.start(host);
    List<Attack> attacks =
        Attack.all(attacker.party(), victim.party(), victim.party(), victim.gateway());
    Assault assault = new Assault(ground, attacker, victim);
    assertThat(assault.arrived(attacks.subList(0, 1)).values()).containsExactly(0);
    assertThat(ground.dropped("attacker")).isOne();
  }

  @Test
  void theNftCommandTakesItsOwnListing() throws IOException {
    ground.run("victim", "--network", "lab");
    Path file = host.directory().resolve("saved.nft");
    String listing = host.exec("nft", "list", "table", "bridge", "pontoon").orFail();
    Files.writeString(file, "delete table bridge pontoon\n" + listing);
    host.exec("nft", "-f", file.toString()).orFail();
    String again = host.exec("nft", "list", "table", "bridge", "pontoon").orFail();
    // elements have no order
    assertThat(again.split("[\\s,]+", -1)).containsExactlyInAnyOrder(listing.split("[\\s,]+", -1));
  }

  @Test
  void aProcessWithDockersUsualCapabilitiesGetsNothingThrough() {
    Container victim = ground.run("victim", "--network", "lab");
    Container neighbour = ground.run("neighbour", "--network", "lab");
    byte[] stolen =
        Frames.frame(
            neighbour.party().mac(),
            victim.party().mac(),
            Frames.ARP,
            Frames.arp(2, victim.gateway().behind(neighbour.party()), victim.party()));
    victim.node().exec("ping", "-c1", "-W5", victim.gateway().v4().getHostAddress()).orFail();
    String before = neighbour(victim, victim.gateway().v4().getHostAddress());
    ground.pontoon(
        "run", "-d", "--name", "thief", "--network", "lab", "--rootfs", "/", "--", "sleep", "1000");
    ground.pontoon(
        "exec", "thief", "/usr/bin/python3", Assault.SCRIPT, "send", "eth0", Assault.hex(stolen));
    assertThat(neighbour(victim, victim.gateway().v4().getHostAddress())).isEqualTo(before);
    assertThat(ground.dropped("thief")).isPositive();
  }

  /** A process with NET_ADMIN, which may give its link any address. */
  @Test
  void whoTakesTheGatewaysAddressGetsNothing() {
    Container victim = ground.run("victim", "--network", "lab");
    String gateway = victim.gateway().v4().getHostAddress();
    victim.node().exec("ping", "-c1", "-W5", gateway).orFail();
    String before = neighbour(victim, gateway);
    Container thief = ground.run("thief", "--network", "lab", "--cap-add", "NET_ADMIN");
    String mac = "02:00:00:00:00:99";
    for (String step :
        List.of(
            "link set eth0 down",
            "link set eth0 address " + mac,
            "link set eth0 up",
            "addr flush dev eth0",
            "addr add " + gateway + "/24 dev eth0")) {
      ground.docker(("exec thief ip " + step).split(" ", -1));
    }
    thief.node().exec("ping", "-c1", "-W1", victim.party().v4().getHostAddress());
    victim.node().exec("ping", "-c1", "-W5", gateway).orFail();
    assertThat(neighbour(victim, gateway)).isEqualTo(before);
    assertThat(ground.dropped("thief")).isPositive();
  }

  private static String neighbour(Container container, String address) {
    return container
        .node()
        .exec("ip", "neigh", "show", address)
        .orFail()
        .replaceAll(" [A-Z]+\\s*$", "");
  }
}
