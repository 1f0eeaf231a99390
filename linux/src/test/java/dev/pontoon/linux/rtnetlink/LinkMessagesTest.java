package dev.pontoon.linux.rtnetlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pontoon.linux.ip.MacAddress;
import dev.pontoon.linux.netlink.Bytes;
import dev.pontoon.linux.netlink.Fixtures;
import dev.pontoon.linux.netlink.Flags;
import dev.pontoon.linux.netlink.Message;
import dev.pontoon.linux.netlink.Request;
import dev.pontoon.linux.sys.Fd;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinkMessagesTest {
  private static final MacAddress MAC = MacAddress.parse("02:42:ac:11:00:02");

  @Test
  void aVethInABridgeIsRead() {
    Link veth = Link.parse(Fixtures.message(Rtm.NEWLINK, "rtnetlink/link-veth.hex"));
    assertThat(veth.index()).isEqualTo(3);
    assertThat(veth.name()).isEqualTo("vethad06c29");
    assertThat(veth.isUp()).isTrue();
    assertThat(veth.flags() & Link.IFF_LOWER_UP).isNotZero();
    assertThat(veth.mac()).contains(MacAddress.parse("aa:bc:6c:9b:01:24"));
    assertThat(veth.mtu()).isEqualTo(1500);
    assertThat(veth.master()).isEqualTo(2);
    assertThat(veth.peerIndex()).isEqualTo(2);
    assertThat(veth.peerNamespace()).isZero();
    assertThat(veth.operState()).isEqualTo(Link.OPER_UP);
    assertThat(veth.alias()).isEqualTo("pontoon:web");
    assertThat(veth.is("veth")).isTrue();
    assertThat(veth.port().orElseThrow().options())
        .containsEntry(BridgePort.Option.STATE, 3) // BR_STATE_FORWARDING
        .containsEntry(BridgePort.Option.HAIRPIN, 0)
        .containsEntry(BridgePort.Option.LEARNING, 1)
        .containsEntry(BridgePort.Option.ISOLATED, 0)
        .containsEntry(BridgePort.Option.COST, 2);
  }

  @Test
  void aBridgeIsReadWithItsOptions() {
    Link bridge = Link.parse(Fixtures.message(Rtm.NEWLINK, "rtnetlink/link-bridge.hex"));
    assertThat(bridge.name()).isEqualTo("pontoon0");
    assertThat(bridge.master()).isZero();
    assertThat(bridge.peerNamespace()).isEqualTo(-1);
    assertThat(bridge.alias()).isEmpty();
    assertThat(bridge.port()).isEmpty();
    assertThat(((Bridge) bridge.kind().orElseThrow()).options())
        .containsEntry(Bridge.Option.STP_STATE, 0)
        .containsEntry(Bridge.Option.AGEING_TIME, 30_000)
        .containsEntry(Bridge.Option.MULTICAST_SNOOPING, 1);
  }

  @Test
  void aBridgeIsAskedFor() {
    Request create =
        Links.create(
            "br0", 5, Bridge.PLAIN.with(Bridge.Option.STP_STATE, 0), LinkSettings.NONE.up());
    assertThat(create.operation()).isEqualTo("create bridge br0");
    assertThat(create.flags()).isEqualTo(Flags.CREATE | Flags.EXCL);
    assertThat(create.payload())
        .isEqualTo(
            hex(
                """
                00 00 0000 05000000         # AF_UNSPEC, index 5
                01000000 01000000           # IFF_UP, and that is what changes
                0800 0300 62723000          # IFLA_IFNAME = "br0"
                1c00 1280                   # IFLA_LINKINFO {
                  0b00 0100 62726964676500 00 # IFLA_INFO_KIND = "bridge"
                  0c00 0280                 # IFLA_INFO_DATA {
                    0800 0500 00000000      # IFLA_BR_STP_STATE = 0
                """));
  }

  @Test
  void aVethIsAskedForWithItsPeerElsewhere() {
    LinkSettings peer = LinkSettings.NONE.namespace(new Fd(9)).mac(MAC);
    Request create =
        Links.create("veth0", 0, new Veth("eth0", 0, peer), LinkSettings.NONE.master(4).up());
    assertThat(create.payload())
        .isEqualTo(
            hex(
                """
                00 00 0000 00000000         # AF_UNSPEC, any index
                01000000 01000000           # IFF_UP
                0a00 0300 766574683000 0000 # IFLA_IFNAME = "veth0"
                0800 0a00 04000000          # IFLA_MASTER = 4
                4800 1280                   # IFLA_LINKINFO {
                  0900 0100 7665746800 000000 # IFLA_INFO_KIND = "veth"
                  3800 0280                 # IFLA_INFO_DATA {
                    3400 0180               # VETH_INFO_PEER {
                      00 00 0000 00000000   # AF_UNSPEC, any index
                      00000000 00000000     # no flags
                      0900 0300 6574683000 000000 # IFLA_IFNAME = "eth0"
                      0800 1c00 09000000    # IFLA_NET_NS_FD = 9
                      0a00 0100 0242ac110002 0000 # IFLA_ADDRESS
                """));
  }

  @Test
  void aLinkIsMeantByIndexOrByName() {
    assertThat(Links.delete(LinkRef.of(7)).payload())
        .isEqualTo(hex("00 00 0000 07000000 00000000 00000000"));
    assertThat(Links.delete(LinkRef.of("lo")).payload())
        .isEqualTo(hex("00 00 0000 00000000 00000000 00000000 0700 0300 6c6f00 00"));
    assertThat(Links.delete(LinkRef.of("lo")).operation()).isEqualTo("delete link lo");
    assertThatThrownBy(() -> new LinkRef(1, "lo")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new LinkRef(0, "")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void settingsAreOneMessage() {
    Request set =
        Links.set(LinkRef.of(3), LinkSettings.NONE.alias("a").mtu(1450).noLinkLocal().down());
    assertThat(set.payload())
        .isEqualTo(
            hex(
                """
                00 00 0000 03000000
                00000000 01000000           # without IFF_UP
                0500 1400 61 000000         # IFLA_IFALIAS = "a"
                0800 0400 aa050000          # IFLA_MTU = 1450
                1000 1a80                   # IFLA_AF_SPEC {
                  0c00 0a80                 # AF_INET6 {
                    0500 0800 01 000000     # IFLA_INET6_ADDR_GEN_MODE = none
                """));
  }

  @Test
  void aBridgePortIsSetThroughTheBridgesFamily() {
    Request set = Links.setPort(3, BridgePort.UNCHANGED.with(BridgePort.Option.HAIRPIN, 1));
    assertThat(set.payload())
        .isEqualTo(
            hex(
                """
                07 00 0000 03000000 00000000 00000000 # AF_BRIDGE
                0c00 0c80                   # IFLA_PROTINFO {
                  0500 0400 01 000000       # IFLA_BRPORT_MODE = 1
                """));
  }

  @Test
  void whatTheKernelWouldIgnoreOrRefuseIsRefusedHere() {
    LinkSettings aliased = LinkSettings.NONE.alias("x");
    LinkSettings quiet = LinkSettings.NONE.noLinkLocal();
    LinkSettings up = LinkSettings.NONE.up();
    Veth numbered = new Veth("eth0", 2, LinkSettings.NONE);
    assertThatThrownBy(() -> Links.create("br0", Bridge.PLAIN, aliased))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Links.create("br0", Bridge.PLAIN, quiet))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Veth("eth0", 0, up)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Links.create("veth0", numbered, LinkSettings.NONE))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Links.set(LinkRef.of("a"), LinkSettings.NONE.name("b")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "a/b", "a b", "a:b", "sixteen-letters-"})
  void aBadNameIsRefused(String name) {
    assertThatThrownBy(() -> Links.create(name, Bridge.PLAIN, LinkSettings.NONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("invalid link name: '" + name + "'");
  }

  @Test
  void linksOfAGroupAreDeletedAtOnce() {
    assertThat(Links.set(LinkRef.of(7), LinkSettings.NONE.group(0x123456)).payload())
        .isEqualTo(hex("00 00 0000 07000000 00000000 00000000 0800 1b00 56341200"));
    Request delete = Links.deleteGroup(0x123456);
    assertThat(delete.type()).isEqualTo(Rtm.DELLINK);
    assertThat(delete.payload())
        .isEqualTo(hex("00 00 0000 00000000 00000000 00000000 0800 1b00 56341200"));
  }

  @Test
  void leavingABridgeIsNotLeavingTheHost() {
    Bytes unspec = Fixtures.bytes("rtnetlink/link-veth.hex");
    byte[] bridge = unspec.toArray();
    bridge[0] = Rtm.AF_BRIDGE;
    Optional<Notification> gone =
        Notification.parse(new Message(Rtm.DELLINK, 0, 0, Bytes.of(bridge)));
    assertThat(gone)
        .containsInstanceOf(Notification.OfPort.class)
        .hasValueSatisfying(n -> assertThat(n.removed()).isTrue());
    assertThat(Notification.parse(new Message(Rtm.NEWLINK, 0, 0, unspec)))
        .containsInstanceOf(Notification.OfLink.class)
        .hasValueSatisfying(n -> assertThat(n.removed()).isFalse());
  }

  private static Bytes hex(String annotated) {
    return Bytes.ofHex(annotated.replaceAll("#.*", ""));
  }
}
