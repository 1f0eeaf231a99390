package dev.pontoon.linux.conntrack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pontoon.linux.ip.Addresses;
import dev.pontoon.linux.netlink.Message;
import dev.pontoon.linux.netlink.NetlinkSocket;
import dev.pontoon.linux.netns.NetworkNamespace;
import dev.pontoon.linux.nftables.Chain;
import dev.pontoon.linux.nftables.Change;
import dev.pontoon.linux.nftables.Family;
import dev.pontoon.linux.nftables.Hook;
import dev.pontoon.linux.nftables.Nftables;
import dev.pontoon.linux.nftables.Rule;
import dev.pontoon.linux.nftables.Selector;
import dev.pontoon.linux.nftables.Statement;
import dev.pontoon.linux.nftables.Table;
import dev.pontoon.linux.nftables.Verdict;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Flows made by real packets on the loopback of a namespace, as the conntrack command sees them.
 */
class ConntrackKernelTest {
  private static final int UDP = 17;

  private NetworkNamespace host;
  private Conntrack conntrack;

  @BeforeEach
  void open() throws Exception {
    host = NetworkNamespace.createUnnamed();
    conntrack = new Conntrack(host.socket(NetlinkSocket.NETFILTER));
    run("ip", "link", "set", "lo", "up");
    track();
  }

  @AfterEach
  void close() {
    conntrack.close();
    host.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1"})
  void listsFindsAndDeletesByFilter(String literal) throws Exception {
    InetAddress address = Addresses.parse(literal);
    int from = send(address, 5353);
    send(address, 5354);

    FlowFilter both = FlowFilter.answeredBy(address);
    assertThat(conntrack.list(both)).hasSize(2);
    assertThat(conntrack.list(FlowFilter.sentTo(address).toPorts(UDP, 5000, 5353))).hasSize(1);
    assertThat(conntrack.list(FlowFilter.sentTo(Addresses.parse("10.0.0.1")))).isEmpty();
    assertThat(conntrack.list(FlowFilter.ALL)).hasSize(2);
    assertThat(conntrack.list(FlowFilter.ALL.toPorts(UDP, 5354, 5354))).hasSize(1);
    assertThat(conntrack.list(FlowFilter.ALL.toPorts(UDP, 5353, 5354))).hasSize(2);
    assertThat(conntrack.list(both.fromPorts(UDP, 5354, 5354))).hasSize(1);
    assertThat(conntrack.list(FlowFilter.ALL.toPorts(6, 5354, 5354))).isEmpty();

    Tuple tuple = Tuple.of(UDP, address, from, address, 5353);
    Flow flow = conntrack.find(tuple).orElseThrow();
    assertThat(flow.original()).isEqualTo(tuple);
    assertThat(flow.reply()).isEqualTo(Tuple.of(UDP, address, 5353, address, from));
    assertThat(flow.timeout()).isPositive();
    String family = Addresses.isV6(address) ? "ipv6" : "ipv4";
    assertThat(run("conntrack", "-L", "-f", family))
        .contains("sport=" + from + " dport=5353")
        .contains("src=" + Addresses.text(address));

    assertThat(conntrack.delete(both.fromPorts(UDP, 5353, 5353))).isEqualTo(1);
    assertThat(conntrack.find(tuple)).isEmpty();
    assertThat(conntrack.delete(both)).isEqualTo(1);
    assertThat(conntrack.list(FlowFilter.ALL)).isEmpty();
  }

  @Test
  void eventsTellOfTheBeginningAndTheEndOfAFlow() throws Exception {
    try (NetlinkSocket events = host.socket(NetlinkSocket.NETFILTER)) {
      for (FlowEvent.Kind kind : FlowEvent.Kind.values()) {
        events.join(kind.group());
      }
      int from = send(Addresses.parse("127.0.0.1"), 5353);
      conntrack.delete(FlowFilter.ALL);

      List<FlowEvent> seen = new ArrayList<>();
      while (seen.stream().noneMatch(e -> e.kind() == FlowEvent.Kind.DESTROY)) {
        List<Message> messages = events.receive(10_000);
        assertThat(messages).as("after %s", seen).isNotEmpty();
        messages.forEach(message -> Conntrack.event(message).ifPresent(seen::add));
      }
      assertThat(seen.getFirst().kind()).isEqualTo(FlowEvent.Kind.NEW);
      assertThat(seen).allMatch(e -> e.flow().original().sourcePort() == from);
    }
  }

  /** Makes the kernel track connections, which it does where a rule asks for their state. */
  private void track() {
    Table table = Table.of(Family.INET, "track");
    Chain chain =
        Chain.base(table, "output", Hook.of(Hook.Type.FILTER, Hook.Point.OUTPUT, Hook.FILTER));
    try (Nftables nftables = new Nftables(host.socket(NetlinkSocket.NETFILTER))) {
      nftables.apply(
          List.of(
              new Change.AddTable(table),
              new Change.AddChain(chain),
              new Change.AddRule(
                  Rule.of(
                      chain,
                      new Statement.MatchBits(Selector.CT_STATE, 8),
                      new Statement.Decide(new Verdict.Accept())))));
    }
  }

  /** Sends one datagram to a listener and returns the port that it came from. */
  private int send(InetAddress address, int port) throws Exception {
    return host.call(() -> {
      try (DatagramSocket server = new DatagramSocket(port, address);
          DatagramSocket client = new DatagramSocket(0, address)) {
        server.setSoTimeout(10_000);
        client.send(new DatagramPacket(new byte[1], 1, address, port));
        server.receive(new DatagramPacket(new byte[1], 1));
        return client.getLocalPort();
      }
    });
  }

  private String run(String... command) throws Exception {
    Process process =
        host.call(() -> new ProcessBuilder(command).redirectErrorStream(true).start());
    String output =
        new String(
            process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }
}
