package dev.pontoon.linux.netlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AttributesTest {
  @Test
  void attributesArePaddedAndNested() {
    Bytes encoded =
        Encoder.encode(
            e -> e.attributeText(3, "lo").nest(18, n -> n.attributeU8(1, 7).attributeU16be(2, 80)));
    assertThat(encoded)
        .isEqualTo(
            Bytes.ofHex(
                """
                0700 0300 6c6f00 00      3: "lo", one byte of padding
                1400 1280               18: nested
                  0500 0100 07 000000    1: 7
                  0600 0200 0050 0000    2: 80 in network byte order
                """
                    .replaceAll("(?m) {3,}\\S*:.*$", "")));
    Attributes parsed = Attributes.parse(encoded);
    assertThat(parsed.require(3).text()).isEqualTo("lo");
    assertThat(parsed.nested(18).require(1).u8(0)).isEqualTo(7);
    assertThat(parsed.nested(18).require(2).u16be(0)).isEqualTo(80);
  }

  @Test
  void theLastOfATypeCounts() {
    Attributes all = Attributes.parse(Encoder.encode(e -> e.attributeU8(1, 1).attributeU8(1, 2)));
    assertThat(all.require(1).u8(0)).isEqualTo(2);
    assertThat(all).hasSize(2);
  }

  @Test
  void whatIsAbsentIsSaidSo() {
    Attributes none = Attributes.parse(Bytes.EMPTY);
    assertThat(none.find(1)).isEmpty();
    assertThat(none.has(1)).isFalse();
    assertThat(none.nested(1)).isEmpty();
    assertThatThrownBy(() -> none.require(1))
        .isInstanceOf(MalformedMessageException.class)
        .hasMessage("attribute 1 is missing");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0300 0100", "0000 0100", "0900 0100 00000000", "ffff 0100"})
  void aWrongLengthIsRefused(String hex) {
    Bytes bytes = Bytes.ofHex(hex);
    assertThatThrownBy(() -> Attributes.parse(bytes)).isInstanceOf(MalformedMessageException.class);
  }

  @Test
  void anAttributeThatDoesNotFitIsRefused() {
    Bytes big = Bytes.of(new byte[0xffff - 4]);
    assertThat(Encoder.encode(e -> e.attribute(1, big)).length()).isEqualTo(0x10000);
    Bytes tooBig = Bytes.of(new byte[0xffff - 3]);
    assertThatThrownBy(() -> Encoder.encode(e -> e.attribute(1, tooBig)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("attribute 1 would hold 65536 bytes");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void whatIsEncodedIsRead(long seed) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    byte[][] values = new byte[20][];
    Encoder encoder = new Encoder();
    for (int i = 0; i < values.length; i++) {
      values[i] = new byte[random.nextInt(70)];
      random.nextBytes(values[i]);
      encoder.attribute(i, Bytes.of(values[i]));
    }
    Attributes parsed = Attributes.parse(encoder.toBytes());
    for (int i = 0; i < values.length; i++) {
      assertThat(parsed.require(i).toArray()).isEqualTo(values[i]);
    }
  }
}
