package dev.pontoon.security;

import dev.pontoon.linux.ip.Addresses;
import dev.pontoon.linux.ip.Cidr;
import dev.pontoon.linux.netns.Sysctl;
import dev.pontoon.security.Ground.Container;
import dev.pontoon.testkit.LanNode;
import dev.pontoon.testkit.Node;
import dev.pontoon.testkit.PeerServer;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Each attack with what came of it, on one daemon. */
final class Reports {
  private static final Duration SILENCE = Duration.ofMillis(400);
  private static final InetAddress LOCALHOST = Addresses.parse("127.0.0.1");
  private static final int WEB = Ground.WEB;

  private final Ground ground;
  private final LanNode stranger;
  private final Map<String, String> results = new LinkedHashMap<>();

  private Reports(Ground ground, LanNode stranger) {
    this.ground = ground;
    this.stranger = stranger;
  }

  /** Carries all out, in the page's order. */
  static Map<String, String> of(Ground ground, LanNode stranger) throws IOException {
    Reports reports = new Reports(ground, stranger);
    Container victim =
        ground.run(
            "victim",
            "--network",
            "lab",
            "-p",
            "127.0.0.1:" + Ground.PUBLISHED_LOCALLY + ":" + Ground.WEB);
    Container neighbour = ground.run("neighbour", "--network", "lab");
    Container attacker = ground.run("attacker", "--network", "lab");
    Container far = ground.run("far", "--network", "far");
    reports.frames(attacker, victim, neighbour);
    reports.connections(attacker, victim, far);
    return reports.results;
  }

  private void frames(Container attacker, Container victim, Container neighbour) {
    Assault assault = new Assault(ground, attacker, victim);
    List<Attack> attacks =
        Attack.all(attacker.party(), victim.party(), neighbour.party(), victim.gateway());
    Map<String, Integer> all = assault.arrived(attacks);
    for (Attack attack : attacks) {
      int arrived = all.getOrDefault(attack.what(), 0);
      String where = attack.forHost() ? "reaches the host" : "reaches the victim";
      results.put(attack.what(), arrived == 0 ? "dropped" : where);
    }
    long learned = assault.learned();
    results.put(
        "MAC flooding: 2,000 sources",
        learned == 0 ? "dropped, none is learned" : "the bridge learns %,d".formatted(learned));
  }

  private void connections(Container attacker, Container victim, Container far) throws IOException {
    try (PeerServer web = victim.node().serve(WEB);
        PeerServer service = ground.host().serve(LOCALHOST, 0)) {
      ofContainers(victim, far, web.port());
      ofLocalhost(attacker, victim, service.port());
    }
  }

  private void ofContainers(Container victim, Container far, int port) {
    Node lan = stranger.node();
    stranger.routeViaHost(Cidr.parse("10.66.0.0/24"));
    stranger.routeViaHost(Cidr.parse("fd66::/64"));
    InetAddress host = stranger.lan().hostV4();
    attempt("a container of another network", far.node(), victim.party().v4(), port);
    attempt("from the LAN: a container's IPv4 address", lan, victim.party().v4(), port);
    attempt("from the LAN: a container's IPv6 address", lan, victim.party().v6(), port);
    attempt("from the LAN: a port published on 127.0.0.1", lan, host, Ground.PUBLISHED_LOCALLY);
  }

  private void ofLocalhost(Container attacker, Container victim, int service) {
    int port = Ground.PUBLISHED_LOCALLY;
    leadLoopback(stranger.node(), stranger.lan().hostV4());
    leadLoopback(attacker.node(), victim.gateway().v4());
    attempt("from the LAN: the same, 127.0.0.1 led to the host", stranger.node(), LOCALHOST, port);
    attempt("from a container: the same", attacker.node(), LOCALHOST, port);
    attempt(
        "from the LAN: a service of the host on 127.0.0.1", stranger.node(), LOCALHOST, service);
    attempt(
        "from a container: a service of the host on 127.0.0.1",
        attacker.node(),
        LOCALHOST,
        service);
  }

  private void attempt(String what, Node from, InetAddress to, int port) {
    results.put(what, reached(from, to, port) ? "answered" : "dropped");
  }

  static boolean reached(Node from, InetAddress to, int port) {
    try {
      return !from.client().within(SILENCE).tcp(to, port).isEmpty();
    } catch (IOException e) {
      return false;
    }
  }

  /** Makes a namespace send packets to 127.0.0.1 out. */
  private static void leadLoopback(Node node, InetAddress gateway) {
    node.call(() -> {
      Sysctl.set("ipv4/conf/all/route_localnet", "1");
      return 0;
    });
    node.exec("ip", "route", "del", "local", "127.0.0.0/8", "dev", "lo", "table", "local").orFail();
    node.exec("ip", "route", "del", "local", "127.0.0.1", "dev", "lo", "table", "local").orFail();
    node.exec("ip", "route", "add", "127.0.0.1", "via", gateway.getHostAddress()).orFail();
  }
}
