package dev.pontoon.engine.firewall.nftables;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pontoon.engine.firewall.Translation;
import dev.pontoon.linux.ip.Addresses;
import dev.pontoon.linux.ip.Cidr;
import dev.pontoon.linux.nftables.Counter;
import dev.pontoon.linux.nftables.Element;
import dev.pontoon.linux.nftables.Family;
import dev.pontoon.linux.nftables.Interval;
import dev.pontoon.linux.nftables.Values;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TranslationTableTest {
  @Test
  void aPortOnAllAddresses() {
    Element element =
        Element.of(Values.protocol(6), Values.port(5000))
            .to(Values.address(Addresses.parse("172.17.0.2")), Values.port(80));
    assertThat(TranslationTable.published(Sets.PORTS4, counted(element)))
        .isEqualTo(
            new Translation(
                "publish",
                "DNAT",
                "tcp",
                "0.0.0.0/0",
                "0.0.0.0/0",
                "tcp dpt:5000 to:172.17.0.2:80",
                3,
                180));
  }

  @Test
  void aPortOfOneAddressOfIpv6() {
    Element element =
        Element.of(
                Values.address(Addresses.parse("2001:db8::1")),
                Values.protocol(17),
                Values.port(53))
            .to(Values.address(Addresses.parse("fd00::2")), Values.port(53));
    Translation row = TranslationTable.published(Sets.HOST_PORTS6, counted(element));
    assertThat(row.source()).isEqualTo("::/0");
    assertThat(row.destination()).isEqualTo("2001:db8::1");
    assertThat(row.detail()).isEqualTo("udp dpt:53 to:[fd00::2]:53");
  }

  @Test
  void aRange() {
    Element element =
        Element.of(
                List.of(
                    Interval.of(Cidr.parse("0.0.0.0/0")),
                    Interval.of(Values.protocol(6)),
                    new Interval(Values.port(20_000), Values.port(29_999))))
            .to(Values.address(Addresses.parse("172.17.0.2")));
    Translation row = TranslationTable.published(Sets.RANGES4, counted(element));
    assertThat(row.destination()).isEqualTo("0.0.0.0/0");
    assertThat(row.detail()).isEqualTo("tcp dpts:20000:29999 to:172.17.0.2:20000-29999");
  }

  @Test
  void aPortOfTheRelay() {
    Translation row =
        TranslationTable.relayed(counted(Element.of(Values.protocol(6), Values.port(80))), 4444);
    assertThat(row.target()).isEqualTo("REDIRECT");
    assertThat(row.detail()).isEqualTo("tcp dpt:80 redir ports 4444");
    assertThat(row.destination()).isEqualTo("::/0");
  }

  @Test
  void aNetwork() {
    Element element =
        Element.of(Values.family(Family.IPV4), Values.interfaceName("br0"))
            .withComment("172.17.0.0/16");
    assertThat(TranslationTable.masqueraded(counted(element)))
        .isEqualTo(
            new Translation(
                "postrouting", "MASQUERADE", "all", "172.17.0.0/16", "0.0.0.0/0", "", 3, 180));
  }

  private static Element counted(Element element) {
    return new Element(
        element.key(), element.data(), element.comment(), Optional.of(new Counter(3, 180)));
  }
}
