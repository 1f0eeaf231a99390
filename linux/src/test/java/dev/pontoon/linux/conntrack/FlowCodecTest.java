package dev.pontoon.linux.conntrack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pontoon.linux.ip.Addresses;
import dev.pontoon.linux.netlink.Attributes;
import dev.pontoon.linux.netlink.Bytes;
import dev.pontoon.linux.netlink.Encoder;
import dev.pontoon.linux.netlink.Fixtures;
import dev.pontoon.linux.netlink.Flags;
import dev.pontoon.linux.netlink.Message;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FlowCodecTest {
  private static final InetAddress LOOPBACK = Addresses.parse("127.0.0.1");
  private static final InetAddress LOOPBACK6 = Addresses.parse("::1");

  @Test
  void aTcpConnectionIsReadWithItsCounters() {
    Flow flow = read("conntrack/tcp.hex");
    assertThat(flow.original()).isEqualTo(Tuple.of(6, LOOPBACK, 32_778, LOOPBACK, 5353));
    assertThat(flow.reply()).isEqualTo(Tuple.of(6, LOOPBACK, 5353, LOOPBACK, 32_778));
    assertThat(flow.id()).isEqualTo(0x302b869cL);
    assertThat(flow.timeout()).isEqualTo(431_999);
    assertThat(flow.tcpState()).contains(3);
    assertThat(flow.sent()).contains(new Traffic(2, 112));
    assertThat(flow.answered()).contains(new Traffic(1, 60));
    assertThat(flow.seenReply()).isTrue();
    assertThat(flow.sourceTranslated() || flow.destinationTranslated()).isFalse();
  }

  @Test
  void anUnansweredDatagramOfIpv6IsRead() {
    Flow flow = read("conntrack/udp-v6.hex");
    assertThat(flow.original()).isEqualTo(Tuple.of(17, LOOPBACK6, 36_986, LOOPBACK6, 5353));
    assertThat(flow.seenReply()).isFalse();
    assertThat(flow.tcpState()).isEmpty();
  }

  @Test
  void aPingIsReadWithoutPorts() {
    Flow flow = read("conntrack/icmp.hex");
    assertThat(flow.original().layer4()).isEqualTo(new Layer4.Icmp(1833, 8, 0));
    assertThat(flow.reply().layer4()).isEqualTo(new Layer4.Icmp(1833, 0, 0));
    assertThat(flow.original().sourcePort() + flow.original().destinationPort()).isZero();
    assertThat(flow.sent()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"conntrack/tcp.hex", "conntrack/udp-v6.hex", "conntrack/icmp.hex"})
  void aTupleIsWrittenAsTheKernelWritesIt(String resource) {
    Bytes kernels =
        Attributes.parse(Fixtures.bytes(resource).from(4)).require(FlowCodec.TUPLE_ORIGINAL);
    Bytes ours =
        Encoder.encode(
            e -> FlowCodec.encode(e, FlowCodec.TUPLE_ORIGINAL, read(resource).original()));
    assertThat(ours.from(4)).isEqualTo(kernels);
  }

  @Test
  void notificationsTellBeginningChangeAndEnd() {
    Bytes payload = Fixtures.bytes("conntrack/tcp.hex");
    assertThat(kind(new Message(0x100, Flags.CREATE | Flags.EXCL, 0, payload)))
        .contains(FlowEvent.Kind.NEW);
    assertThat(kind(new Message(0x100, 0, 0, payload))).contains(FlowEvent.Kind.UPDATE);
    assertThat(kind(new Message(0x102, 0, 0, payload))).contains(FlowEvent.Kind.DESTROY);
    assertThat(kind(new Message(0xa0f, 0, 0, payload))).isEmpty();
  }

  @Test
  void aFilterLooksAtBothDirections() {
    Flow flow = read("conntrack/tcp.hex");
    for (FlowFilter filter :
        List.of(
            FlowFilter.ALL,
            FlowFilter.sentTo(LOOPBACK).toPorts(6, 5000, 5353),
            FlowFilter.answeredBy(LOOPBACK).fromPorts(6, 5353, 5353))) {
      assertThat(filter.matches(flow)).as("%s", filter).isTrue();
    }
    for (FlowFilter filter :
        List.of(
            FlowFilter.sentTo(LOOPBACK).toPorts(17, 5353, 5353),
            FlowFilter.sentTo(LOOPBACK).toPorts(6, 1, 5352),
            FlowFilter.answeredBy(LOOPBACK6))) {
      assertThat(filter.matches(flow)).as("%s", filter).isFalse();
    }
  }

  private static Flow read(String resource) {
    return FlowCodec.decode(Fixtures.message(0x100, resource));
  }

  private static Optional<FlowEvent.Kind> kind(Message message) {
    return Conntrack.event(message).map(FlowEvent::kind);
  }
}
