package dev.pontoon.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pontoon.engine.firewall.none.NoFirewall;
import dev.pontoon.engine.model.DriverConfig;
import dev.pontoon.engine.model.Endpoint;
import dev.pontoon.engine.model.Network;
import dev.pontoon.engine.model.Sandbox;
import dev.pontoon.engine.model.Subnet;
import dev.pontoon.engine.plan.Change;
import dev.pontoon.engine.plan.Commands;
import dev.pontoon.engine.plan.Plan;
import dev.pontoon.engine.state.State;
import dev.pontoon.linux.ip.Addresses;
import dev.pontoon.linux.ip.Cidr;
import dev.pontoon.linux.ip.MacAddress;
import dev.pontoon.linux.netns.NetworkNamespace;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Plans as the commands that they stand for. */
class PlanTest {
  private static final Marks MARKS = new Marks("e1".repeat(32));
  private static final Network OTHER =
      new Network(
          "cd".repeat(32),
          "other",
          Instant.EPOCH,
          new DriverConfig.Bridge(
              Optional.of("br-cdcdcdcdcdcd"), Optional.of(1500), true, true, Optional.empty()),
          List.of(
              new Subnet(
                  Cidr.parse("172.19.0.0/16"),
                  Optional.empty(),
                  Addresses.parse("172.19.0.1"),
                  Map.of())),
          false,
          false,
          Map.of(),
          Map.of());
  private static final State STATE =
      State.empty("e1".repeat(32)).with(Samples.WEB).with(OTHER).with(Samples.CONTAINER);
  private static final SandboxPlans SANDBOXES =
      new SandboxPlans(STATE, MARKS, true, true, true, true);
  private static final BridgePlans BRIDGES = new BridgePlans(MARKS, true, true);

  private static String commands(Plan plan) {
    try (NetworkNamespace own = NetworkNamespace.current()) {
      List<String> lines = new Commands(new NoFirewall(own, 0)).of(plan);
      return String.join("\n", lines)
          .replace("e1".repeat(32), "ENGINE")
          .replace("ab".repeat(32), "NETWORK")
          .replace("ee".repeat(32), "ENDPOINT");
    }
  }

  @Test
  void aNetwork() {
    assertThat(commands(BRIDGES.create(Samples.WEB)))
        .isEqualTo(
            """
            ip link add br-abababababab address 02:ab:ab:ab:ab:ab mtu 1450 type bridge mcast_snooping 0
            ip link set br-abababababab alias pontoon:ENGINE:network:NETWORK
            sysctl -w net/ipv4/ip_forward=1
            sysctl -w net/ipv4/conf/br-abababababab/route_localnet=1
            sysctl -w net/ipv6/conf/all/forwarding=1
            sysctl -w net/ipv6/conf/br-abababababab/accept_ra=0
            sysctl -w net/ipv6/conf/br-abababababab/disable_ipv6=0
            ip addr add 172.18.0.1/16 broadcast 172.18.255.255 dev br-abababababab
            ip addr add fd12:3456:789a:1::1/64 dev br-abababababab nodad
            ip addr add fe80::1/64 dev br-abababababab nodad
            ip link set br-abababababab up\
            """);
    assertThat(commands(BRIDGES.create(Samples.WEB).inverse()))
        .isEqualTo("ip link delete br-abababababab");
    assertThat(commands(BRIDGES.remove(Samples.WEB))).isEqualTo("ip link delete br-abababababab");
  }

  @Test
  void severalLinksAtOnce() {
    assertThat(commands(Plan.of(new Change.DeleteLinks(List.of("veth1", "veth2"), 4711))))
        .isEqualTo(
            """
            ip link set veth1 group 4711
            ip link set veth2 group 4711
            ip link delete group 4711\
            """);
  }

  @Test
  void aContainer() {
    assertThat(commands(SANDBOXES.attach(Samples.CONTAINER)))
        .isEqualTo(
            """
            touch /run/pontoon/netns/c1
            unshare --net=/run/pontoon/netns/c1 true
            nsenter --net=/run/pontoon/netns/c1 ip link set lo up
            nsenter --net=/run/pontoon/netns/c1 sysctl -w net/ipv6/conf/default/disable_ipv6=1
            ip link add vethad06c29 mtu 1450 master br-abababababab type veth peer name eth0 address 02:42:ac:12:05:00 mtu 1450 netns /run/pontoon/netns/c1
            ip link set vethad06c29 alias pontoon:ENGINE:endpoint:ENDPOINT addrgenmode none
            ip link set vethad06c29 type bridge_slave hairpin on group_fwd_mask 0xfffd
            ip link set vethad06c29 up
            ip neigh replace 172.18.5.0 lladdr 02:42:ac:12:05:00 dev br-abababababab nud permanent protocol 80
            ip neigh replace fd12:3456:789a:1::2 lladdr 02:42:ac:12:05:00 dev br-abababababab nud permanent protocol 80
            nsenter --net=/run/pontoon/netns/c1 sysctl -w net/ipv6/conf/eth0/accept_ra=0
            nsenter --net=/run/pontoon/netns/c1 sysctl -w net/ipv6/conf/eth0/disable_ipv6=0
            nsenter --net=/run/pontoon/netns/c1 ip addr add 172.18.5.0/16 broadcast 172.18.255.255 dev eth0
            nsenter --net=/run/pontoon/netns/c1 ip addr add fd12:3456:789a:1::2/64 dev eth0 nodad
            nsenter --net=/run/pontoon/netns/c1 ip link set eth0 up
            nsenter --net=/run/pontoon/netns/c1 ip neigh replace 172.18.0.1 lladdr 02:ab:ab:ab:ab:ab dev eth0 nud permanent protocol 80
            nsenter --net=/run/pontoon/netns/c1 ip neigh replace fd12:3456:789a:1::1 lladdr 02:ab:ab:ab:ab:ab dev eth0 nud permanent protocol 80
            nsenter --net=/run/pontoon/netns/c1 ip route replace default via 172.18.0.1 dev eth0
            nsenter --net=/run/pontoon/netns/c1 ip -6 route replace default via fd12:3456:789a:1::1 dev eth0\
            """);
    assertThat(commands(SANDBOXES.detach(Samples.CONTAINER)))
        .isEqualTo(
            """
            ip neigh delete 172.18.5.0 dev br-abababababab
            ip neigh delete fd12:3456:789a:1::2 dev br-abababababab
            ip link delete vethad06c29
            umount /run/pontoon/netns/c1
            rm /run/pontoon/netns/c1
            conntrack -D --reply-src 172.18.5.0
            conntrack -D --reply-src fd12:3456:789a:1::2\
            """);
  }

  @Test
  void aPreferredNetworkTakesTheDefaultRoutesAndGivesThemBack() {
    Endpoint first = Samples.ENDPOINT.withGateways(Optional.empty(), Samples.ENDPOINT.gateway6());
    Sandbox before = SandboxDrafts.with(Samples.CONTAINER, List.of(Samples.ENDPOINT), List.of());
    Sandbox after = SandboxDrafts.with(before, List.of(first, preferred()), List.of());
    Plan connect = SANDBOXES.connect(before, after);
    assertThat(commands(connect))
        .endsWith(
            """
            nsenter --net=/run/pontoon/netns/c1 ip addr add 172.19.0.2/16 broadcast 172.19.255.255 dev eth1
            nsenter --net=/run/pontoon/netns/c1 ip addr add 169.254.7.7/16 broadcast 169.254.255.255 dev eth1
            nsenter --net=/run/pontoon/netns/c1 ip link set eth1 up
            nsenter --net=/run/pontoon/netns/c1 ip neigh replace 172.19.0.1 lladdr 02:cd:cd:cd:cd:cd dev eth1 nud permanent protocol 80
            nsenter --net=/run/pontoon/netns/c1 ip route replace default via 172.19.0.1 dev eth1\
            """);
    assertThat(commands(connect.inverse()))
        .isEqualTo(
            """
            nsenter --net=/run/pontoon/netns/c1 ip route replace default via 172.18.0.1 dev eth0
            ip neigh delete 172.19.0.2 dev br-cdcdcdcdcdcd
            ip link delete veth222222\
            """);
    assertThat(commands(SANDBOXES.disconnect(after, before)))
        .startsWith(
            """
            nsenter --net=/run/pontoon/netns/c1 ip route replace default via 172.18.0.1 dev eth0
            ip neigh delete 172.19.0.2 dev br-cdcdcdcdcdcd
            ip link delete veth222222
            """);
  }

  private static Endpoint preferred() {
    return new Endpoint(
        "ff".repeat(32),
        OTHER.id(),
        "veth222222",
        "eth1",
        MacAddress.parse("02:42:ac:13:00:02"),
        Optional.of(Cidr.parse("172.19.0.2/16")),
        Optional.empty(),
        Optional.of(Addresses.parse("172.19.0.1")),
        Optional.empty(),
        List.of(),
        false,
        1,
        List.of(Cidr.parse("169.254.7.7/16")));
  }

  @Test
  void disconnectingUndoesConnecting() {
    Sandbox off = SandboxDrafts.with(Samples.CONTAINER, List.of(), List.of());
    assertThat(commands(SANDBOXES.connect(off, Samples.CONTAINER).inverse()))
        .isEqualTo(
            """
            ip neigh delete fd12:3456:789a:1::2 dev br-abababababab
            ip neigh delete 172.18.5.0 dev br-abababababab
            ip link delete vethad06c29\
            """);
    assertThat(commands(SANDBOXES.disconnect(Samples.CONTAINER, off)))
        .startsWith(
            """
            ip neigh delete 172.18.5.0 dev br-abababababab
            ip neigh delete fd12:3456:789a:1::2 dev br-abababababab
            ip link delete vethad06c29
            """);
  }
}
