package dev.pontoon.linux.ip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.net.Inet6Address;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressesTest {
  /** The examples of RFC 5952, sections 2 and 4. */
  @ParameterizedTest
  @CsvSource({
    "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
    "2001:0db8:0:0:0:0:2:1, 2001:db8::2:1",
    "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
    "2001:db8:0:0:0:0:0:1, 2001:db8::1",
    "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
    "2001:DB8::A, 2001:db8::a",
    "0:0:0:0:0:0:0:0, ::",
    "0:0:0:0:0:0:0:1, ::1",
    "1:0:0:0:0:0:0:0, 1::",
    "[::1], ::1",
    "127.0.0.1, 127.0.0.1"
  })
  void oneTextForAnAddress(String given, String text) {
    assertThat(Addresses.text(Addresses.parse(given))).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1",
        "1.2.3",
        "1.2.3.4.5",
        "1.2.3.256",
        "1.2.3.-4",
        "localhost",
        "1.2.3.4 ",
        ":::",
        "12345::",
        "::g",
        "1.2.3.example",
        "a.b.c.d"
      })
  void namesAndNumbersAreNoAddresses(String text) {
    assertThat(Addresses.tryParse(text)).isEmpty();
    assertThatThrownBy(() -> Addresses.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("invalid IP address: " + text);
  }

  @Test
  void sixteenBytesAreIpv6EvenIfTheyMapIpv4() {
    byte[] mapped = new byte[16];
    mapped[10] = -1;
    mapped[11] = -1;
    assertThat(Addresses.of(mapped)).isInstanceOf(Inet6Address.class);
    assertThatThrownBy(() -> Addresses.of(new byte[5]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void addressesAreCounted() {
    assertThat(Addresses.text(Addresses.plus(Addresses.parse("10.0.0.255"), BigInteger.ONE)))
        .isEqualTo("10.0.1.0");
    assertThat(Addresses.text(Addresses.plus(Addresses.parse("ff::"), BigInteger.TWO.negate())))
        .isEqualTo("fe:ffff:ffff:ffff:ffff:ffff:ffff:fffe");
    assertThatThrownBy(() -> Addresses.plus(Addresses.parse("255.255.255.255"), BigInteger.ONE))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Addresses.plus(Addresses.parse("::"), BigInteger.ONE.negate()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void textIsReadBack(long seed) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    for (int i = 0; i < 200; i++) {
      byte[] bytes = new byte[random.nextBoolean() ? 4 : 16];
      random.nextBytes(bytes);
      for (int zeros = random.nextInt(bytes.length); zeros > 0; zeros--) {
        bytes[random.nextInt(bytes.length)] = 0;
      }
      bytes[0] = 0x20; // no IPv4-mapped address, whose text is IPv4's
      assertThat(Addresses.parse(Addresses.text(Addresses.of(bytes))).getAddress())
          .isEqualTo(bytes);
    }
  }
}
