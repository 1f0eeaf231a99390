package dev.pontoon.linux.rtnetlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pontoon.linux.ip.Addresses;
import dev.pontoon.linux.ip.Cidr;
import dev.pontoon.linux.ip.MacAddress;
import dev.pontoon.linux.netns.NetworkNamespace;
import dev.pontoon.linux.sys.Errno;
import dev.pontoon.linux.sys.KernelException;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RtnetlinkTest {
  private static final MacAddress MAC = MacAddress.parse("02:42:ac:11:00:02");
  private static final InetAddress GATEWAY = Addresses.parse("172.17.0.1");
  private static final InetAddress GATEWAY6 = Addresses.parse("2001:db8::1");

  private NetworkNamespace host;
  private NetworkNamespace container;
  private Rtnetlink rtnetlink;
  private Rtnetlink inside;

  @BeforeEach
  void open() {
    host = NetworkNamespace.createUnnamed();
    container = NetworkNamespace.createUnnamed();
    rtnetlink = Rtnetlink.open(host);
    inside = Rtnetlink.open(container);
  }

  @AfterEach
  void close() {
    inside.close();
    rtnetlink.close();
    container.close();
    host.close();
  }

  private Link link(String name) {
    return rtnetlink.link(name).orElseThrow();
  }

  private void createBridge() {
    rtnetlink.execute(Links.create("pontoon0", Bridge.PLAIN, LinkSettings.NONE.up()));
  }

  /** The veth pair of the article: one end in the bridge, the other in the container as eth0. */
  private void createVeth() {
    createBridge();
    LinkSettings eth0 = LinkSettings.NONE.namespace(container.fd()).mac(MAC).mtu(1450);
    LinkSettings port = LinkSettings.NONE.master(link("pontoon0").index()).mtu(1450).up();
    rtnetlink.execute(Links.create("veth0", 70, new Veth("eth0", 7, eth0), port));
    inside.execute(Links.set(LinkRef.of(7), LinkSettings.NONE.up()));
  }

  @Test
  void aNewNamespaceHasTheLoopbackAlone() {
    assertThat(rtnetlink.links())
        .singleElement()
        .satisfies(lo -> {
          assertThat(lo.name()).isEqualTo("lo");
          assertThat(lo.flags() & Link.IFF_LOOPBACK).isNotZero();
          assertThat(lo.isUp()).isFalse();
          assertThat(lo.kind()).isEmpty();
          assertThat(lo.mtu()).isEqualTo(65536);
        });
  }

  @Test
  void aBridgeIsMadeWithItsOptions() {
    Bridge bridge =
        Bridge.PLAIN
            .with(Bridge.Option.MULTICAST_SNOOPING, 0)
            .with(Bridge.Option.GROUP_FORWARD_MASK, 8)
            .with(Bridge.Option.AGEING_TIME, 12_300);
    rtnetlink.execute(Links.create("br0", 42, bridge, LinkSettings.NONE.mac(MAC).mtu(1400).up()));

    Link made = link("br0");
    assertThat(made.index()).isEqualTo(42);
    assertThat(made.mac()).contains(MAC);
    assertThat(made.mtu()).isEqualTo(1400);
    assertThat(made.isUp()).isTrue();
    assertThat(made.is("bridge")).isTrue();
    assertThat(((Bridge) made.kind().orElseThrow()).options())
        .containsAllEntriesOf(bridge.options());
  }

  @Test
  void aVethReachesIntoAnotherNamespace() {
    createVeth();

    Link eth0 = inside.link("eth0").orElseThrow();
    assertThat(eth0.index()).isEqualTo(7);
    assertThat(eth0.mac()).contains(MAC);
    assertThat(eth0.mtu()).isEqualTo(1450);
    assertThat(eth0.isUp()).isTrue();
    assertThat(eth0.is("veth")).isTrue();
    Link veth0 = link("veth0");
    assertThat(veth0.master()).isEqualTo(link("pontoon0").index());
    assertThat(veth0.peerIndex()).isEqualTo(7);
    assertThat(veth0.peerNamespace()).isNotNegative();
    assertThat(veth0.port()).isPresent();
  }

  @Test
  void whatCreationIgnoresIsSetAfterwards() {
    createBridge();
    rtnetlink.execute(
        Links.set(
            LinkRef.of("pontoon0"), LinkSettings.NONE.alias("pontoon:x").noLinkLocal().down()));

    assertThat(link("pontoon0").alias()).isEqualTo("pontoon:x");
    assertThat(link("pontoon0").isUp()).isFalse();
    rtnetlink.execute(Links.set(LinkRef.of("pontoon0"), LinkSettings.NONE.up()));
    assertThat(rtnetlink.addresses()).isEmpty();
  }

  @Test
  void aLinkIsRenamedByItsIndex() {
    createBridge();
    int index = link("pontoon0").index();
    rtnetlink.execute(Links.set(LinkRef.of(index), LinkSettings.NONE.name("docker0")));
    assertThat(rtnetlink.link("pontoon0")).isEmpty();
    assertThat(rtnetlink.link(index).orElseThrow().name()).isEqualTo("docker0");
  }

  @Test
  void aBridgePortTakesOptions() {
    createVeth();
    BridgePort port =
        new BridgePort(
            Map.of(
                BridgePort.Option.HAIRPIN, 1,
                BridgePort.Option.ISOLATED, 1,
                BridgePort.Option.LEARNING, 0));
    rtnetlink.execute(Links.setPort(link("veth0").index(), port));
    assertThat(link("veth0").port().orElseThrow().options()).containsAllEntriesOf(port.options());
  }

  @Test
  void deletingOneEndDeletesBoth() {
    createVeth();
    rtnetlink.execute(Links.delete(LinkRef.of("veth0")));
    assertThat(inside.link("eth0")).isEmpty();
  }

  @Test
  void addressesAndRoutesOfBothFamilies() {
    createVeth();
    Address v4 = Address.of(7, Cidr.parse("172.17.0.2/16")).withBroadcast();
    Address v6 = Address.of(7, Cidr.parse("2001:db8::2/64"));
    Route default4 = Route.defaultVia(GATEWAY, 7);
    Route default6 = Route.defaultVia(GATEWAY6, 7).withMetric(1024);
    Route aside = Route.via(Cidr.parse("10.9.0.0/24"), GATEWAY, 7).withMetric(5);
    inside.executeAll(List.of(v4.add(), v6.add(), default4.add(), default6.add(), aside.add()));

    assertThat(inside.addresses())
        .filteredOn(a -> a.scope() == Route.SCOPE_UNIVERSE)
        .extracting(Address::address)
        .containsExactlyInAnyOrder(v4.address(), v6.address());
    assertThat(inside.addresses())
        .filteredOn(a -> a.address().equals(v4.address()))
        .singleElement()
        .satisfies(a -> {
          assertThat(a.broadcast()).contains(Addresses.parse("172.17.255.255"));
          assertThat(a.peer()).isEmpty();
          assertThat(a.flags()).isEqualTo(Address.IFA_F_PERMANENT);
        });
    assertThat(inside.routes()).contains(default4, aside);
    assertThat(inside.routes())
        .filteredOn(r -> r.isDefault() && r.gateway().equals(Optional.of(GATEWAY6)))
        .hasSize(1);

    inside.executeAll(List.of(aside.delete(), default6.delete(), v6.delete(), v4.delete()));
    assertThat(inside.routes()).noneMatch(Route::isDefault);
    assertThat(inside.addresses()).noneMatch(a -> a.scope() == Route.SCOPE_UNIVERSE);
  }

  @Test
  void neighboursAndForwardingEntries() {
    createVeth();
    Neighbour neighbour = Neighbour.permanent(7, GATEWAY, MAC).by(80);
    FdbEntry entry = FdbEntry.onBridge(link("veth0").index(), MAC);
    inside.execute(neighbour.replace());
    rtnetlink.execute(entry.replace());

    assertThat(inside.neighbours()).contains(neighbour);
    assertThat(rtnetlink.fdb())
        .anyMatch(e ->
            e.mac().equals(MAC)
                && e.link() == link("veth0").index()
                && e.master() == link("pontoon0").index());

    inside.execute(neighbour.delete());
    rtnetlink.execute(entry.delete());
    assertThat(inside.neighbours()).doesNotContain(neighbour);
    assertThat(rtnetlink.fdb()).noneMatch(e -> e.mac().equals(MAC));
  }

  @Test
  void aRefusalNamesTheOperationAndTheKernelsWords() {
    createBridge();
    assertThatThrownBy(
            () -> rtnetlink.execute(Links.create("pontoon0", Bridge.PLAIN, LinkSettings.NONE)))
        .isInstanceOf(KernelException.class)
        .hasMessage("create bridge pontoon0: File exists (EEXIST)");
    assertThatThrownBy(() -> rtnetlink.execute(Route.defaultVia(GATEWAY, 1).add()))
        .hasMessage(
            "add route default via 172.17.0.1 from link #1:"
                + " Nexthop has invalid gateway: Network is unreachable (ENETUNREACH)");
  }

  @Test
  void aBatchGoesOnAfterAFailureAndReportsEach() {
    createBridge();
    assertThatThrownBy(() ->
            rtnetlink.executeAll(
                List.of(
                    Links.delete(LinkRef.of("none")),
                    Links.create("br1", Bridge.PLAIN, LinkSettings.NONE),
                    Links.create("pontoon0", Bridge.PLAIN, LinkSettings.NONE))))
        .isInstanceOfSatisfying(
            KernelException.class,
            e -> {
              assertThat(e.errno().is(Errno.ENODEV)).isTrue();
              assertThat(e.getSuppressed()).hasSize(1);
            });
    assertThat(rtnetlink.link("br1")).isPresent();
  }

  @Test
  void manyLinksComeInOneDump() {
    for (int i = 0; i < 60; i++) {
      rtnetlink.execute(Links.create("br" + i, Bridge.PLAIN, LinkSettings.NONE));
    }
    assertThat(rtnetlink.links()).hasSize(61);
  }
}
