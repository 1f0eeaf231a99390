package dev.pontoon.linux.rtnetlink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pontoon.linux.ip.Addresses;
import dev.pontoon.linux.ip.Cidr;
import dev.pontoon.linux.ip.MacAddress;
import dev.pontoon.linux.netlink.Bytes;
import dev.pontoon.linux.netlink.Fixtures;
import dev.pontoon.linux.netlink.Message;
import dev.pontoon.linux.netlink.Request;
import java.net.InetAddress;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AddressAndRouteMessagesTest {
  private static final InetAddress GATEWAY = Addresses.parse("172.17.0.1");
  private static final InetAddress GATEWAY6 = Addresses.parse("2001:db8::1");

  private static Address address(String resource) {
    return Address.parse(Fixtures.message(Rtm.NEWADDR, resource));
  }

  private static Route route(String resource) {
    return Route.parse(Fixtures.message(Rtm.NEWROUTE, resource));
  }

  @Test
  void addressesAreRead() {
    assertThat(address("rtnetlink/address-v4.hex"))
        .isEqualTo(
            Address.of(2, Cidr.parse("172.17.0.2/16"))
                .withBroadcast()
                .withFlags(Address.IFA_F_PERMANENT));
    assertThat(address("rtnetlink/address-v6.hex"))
        .isEqualTo(
            Address.of(2, Cidr.parse("2001:db8::2/64"))
                .withFlags(Address.IFA_F_PERMANENT | Address.IFA_F_NODAD));
  }

  @Test
  void routesAreRead() {
    assertThat(route("rtnetlink/route-default-v4.hex")).isEqualTo(Route.defaultVia(GATEWAY, 2));
    assertThat(route("rtnetlink/route-default-v6.hex"))
        .isEqualTo(Route.defaultVia(GATEWAY6, 2).withMetric(1024));
    assertThat(route("rtnetlink/route-kernel-v4.hex"))
        .isEqualTo(
            Route.direct(Cidr.parse("172.17.0.0/16"), 2)
                .withProtocol(Route.PROTOCOL_KERNEL)
                .withSource(Addresses.parse("172.17.0.2")));
    assertThat(route("rtnetlink/route-via-v6.hex"))
        .isEqualTo(Route.via(Cidr.parse("10.10.0.0/24"), GATEWAY6, 2));
  }

  @Test
  void aRouteByTwoRoutersIsRead() {
    Route route = route("rtnetlink/route-multipath.hex");
    assertThat(route.destination()).isEqualTo(Cidr.parse("10.9.0.0/24"));
    assertThat(route.gateway()).isEmpty();
    assertThat(route.nextHops())
        .containsExactly(
            new NextHop(Optional.of(GATEWAY), 2, 1),
            new NextHop(Optional.of(Addresses.parse("172.17.0.3")), 2, 3));
  }

  @Test
  void aCachedDecisionIsNoRoute() {
    byte[] cloned = Fixtures.bytes("rtnetlink/route-default-v4.hex").toArray();
    cloned[9] = 0x02; // RTM_F_CLONED is 0x200
    assertThat(Notification.parse(new Message(Rtm.NEWROUTE, 0, 0, Bytes.of(cloned)))).isEmpty();
  }

  static Stream<Address> addresses() {
    return Stream.of(
        Address.of(2, Cidr.parse("172.17.0.2/16")).withBroadcast(),
        Address.of(2, Cidr.parse("10.0.0.1/32")).withScope(Route.SCOPE_HOST),
        Address.of(9, Cidr.parse("fd00::2/64")),
        Address.of(9, Cidr.parse("fe80::2/64")).withScope(Route.SCOPE_LINK).withFlags(0x202));
  }

  @ParameterizedTest
  @MethodSource("addresses")
  void anAddressComesBackAsItWasSent(Address address) {
    assertThat(Address.parse(asMessage(address.add()))).isEqualTo(address);
  }

  static Stream<Route> routes() {
    return Stream.of(
        Route.defaultVia(GATEWAY, 2),
        Route.defaultVia(GATEWAY6, 2).withMetric(256),
        Route.via(Cidr.parse("10.0.0.0/8"), GATEWAY6, 0),
        Route.direct(Cidr.parse("fd00::/48"), 3).withSource(GATEWAY6),
        Route.direct(Cidr.parse("10.1.0.0/16"), 0).withType(Route.TYPE_UNREACHABLE),
        Route.direct(Cidr.parse("10.2.0.0/16"), 4).withProtocol(Route.PROTOCOL_STATIC));
  }

  @ParameterizedTest
  @MethodSource("routes")
  void aRouteComesBackAsItWasSent(Route route) {
    assertThat(Route.parse(asMessage(route.replace()))).isEqualTo(route);
  }

  @Test
  void operationsNameTheirObject() {
    assertThat(Route.defaultVia(GATEWAY, 2).add().operation())
        .isEqualTo("add route default via 172.17.0.1 from link #2");
    assertThat(Address.of(2, Cidr.parse("fd00::2/64")).delete().operation())
        .isEqualTo("delete address fd00::2/64 of link #2");
  }

  @Test
  void neighboursAndForwardingEntriesAreRead() {
    MacAddress mac = MacAddress.parse("02:42:00:00:00:01");
    assertThat(Neighbour.parse(Fixtures.message(Rtm.NEWNEIGH, "rtnetlink/neighbour-v4.hex")))
        .isEqualTo(Neighbour.permanent(2, GATEWAY, mac));
    assertThat(FdbEntry.parse(Fixtures.message(Rtm.NEWNEIGH, "rtnetlink/fdb-learnt.hex")))
        .isEqualTo(
            new FdbEntry(
                3,
                MacAddress.parse("02:42:ac:11:00:02"),
                2,
                0,
                Optional.empty(),
                NeighbourState.REACHABLE,
                0));
    assertThat(FdbEntry.parse(Fixtures.message(Rtm.NEWNEIGH, "rtnetlink/fdb-self.hex")).flags())
        .isEqualTo(NeighbourState.SELF);
    Neighbour neighbour = Neighbour.permanent(4, GATEWAY6, mac).by(80);
    assertThat(Neighbour.parse(asMessage(neighbour.replace()))).isEqualTo(neighbour);
    FdbEntry entry = FdbEntry.onBridge(4, mac);
    assertThat(FdbEntry.parse(asMessage(entry.replace()))).isEqualTo(entry);
  }

  private static Message asMessage(Request request) {
    return new Message(request.type(), 0, 0, request.payload());
  }
}
