package dev.pontoon.linux.ip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CidrTest {
  @ParameterizedTest
  @CsvSource({
    "172.17.0.1/16, 172.17.0.0, 172.17.255.255, 65536",
    "10.0.0.7/32, 10.0.0.7, 10.0.0.7, 1",
    "255.1.2.3/0, 0.0.0.0, 255.255.255.255, 4294967296",
    "192.0.2.200/25, 192.0.2.128, 192.0.2.255, 128",
    "2001:db8::5/64, 2001:db8::, 2001:db8::ffff:ffff:ffff:ffff, 18446744073709551616",
    "fd00::1/128, fd00::1, fd00::1, 1"
  })
  void aSubnetHasBounds(String text, String first, String last, String size) {
    Cidr cidr = Cidr.parse(text);
    assertThat(cidr).hasToString(text);
    assertThat(Addresses.text(cidr.first())).isEqualTo(first);
    assertThat(Addresses.text(cidr.last())).isEqualTo(last);
    assertThat(cidr.size()).hasToString(size);
    assertThat(cidr.subnet().address()).isEqualTo(cidr.first());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "10.0.0.0",
        "10.0.0.0/",
        "10.0.0.0/33",
        "10.0.0.0/-1",
        "10.0.0.0/+8/",
        "/8",
        "10.0.0/8",
        "::/129",
        "localhost/8",
        "10.0.0.0/8 ",
        "10.0.0.0/8x",
        "10.0.0.256/8"
      })
  void anythingElseIsRefused(String text) {
    assertThatThrownBy(() -> Cidr.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("invalid CIDR address: " + text);
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.1.0.0/16, true, true",
    "10.1.0.0/16, 10.0.0.0/8, false, true",
    "10.0.0.0/9, 10.128.0.0/9, false, false",
    "10.0.0.0/8, 10.0.0.0/8, true, true",
    "0.0.0.0/0, ::/0, false, false",
    "::/0, 0.0.0.0/0, false, false",
    "fd00::/16, fd00:1::/64, true, true",
    "fd00::/64, fd00:0:0:1::/64, false, false"
  })
  void subnetsContainAndOverlap(String one, String other, boolean contains, boolean overlaps) {
    assertThat(Cidr.parse(one).contains(Cidr.parse(other))).isEqualTo(contains);
    assertThat(Cidr.parse(one).overlaps(Cidr.parse(other))).isEqualTo(overlaps);
    assertThat(Cidr.parse(other).overlaps(Cidr.parse(one))).isEqualTo(overlaps);
  }

  @Test
  void anInterfacesAddressKeepsItsHostPart() {
    assertThat(Cidr.parse("172.17.0.1/16")).isNotEqualTo(Cidr.parse("172.17.0.0/16"));
    assertThat(Cidr.parse("172.17.0.1/16").subnet()).isEqualTo(Cidr.parse("172.17.0.0/16"));
  }
}
