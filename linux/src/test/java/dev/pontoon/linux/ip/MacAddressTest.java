package dev.pontoon.linux.ip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MacAddressTest {
  @Test
  void textAndBytesAreReadBack() {
    MacAddress mac = MacAddress.parse("02:42:AC:11:00:fe");
    assertThat(mac).hasToString("02:42:ac:11:00:fe").isEqualTo(MacAddress.of(mac.toBytes()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "02:42:ac:11:00", "02:42:ac:11:00:0", "024:2:ac:11:00:02", "x"})
  void anythingElseIsRefused(String text) {
    assertThatThrownBy(() -> MacAddress.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("invalid MAC address: " + text);
  }

  @Test
  void randomOnesAreLocalAndUnicast() {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(1);
    for (int i = 0; i < 1000; i++) {
      assertThat(MacAddress.random(random).toBytes()[0] & 3).isEqualTo(2);
    }
  }
}
