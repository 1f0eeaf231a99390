package dev.pontoon.linux.netlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class BytesTest {
  private static final boolean LITTLE = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
  private final Bytes bytes = Bytes.ofHex("ff fe 03 04 05 06 07 88");

  @Test
  void numbersAreUnsignedAndInTheOrderAsked() {
    assertThat(bytes.u8(0)).isEqualTo(0xff);
    assertThat(bytes.u16(0)).isEqualTo(LITTLE ? 0xfeff : 0xfffe);
    assertThat(bytes.u16be(0)).isEqualTo(0xfffe);
    assertThat(bytes.u32(0)).isEqualTo(LITTLE ? 0x0403feffL : 0xfffe0304L);
    assertThat(bytes.i32(0)).isEqualTo(LITTLE ? 0x0403feff : 0xfffe0304);
    assertThat(bytes.u32be(0)).isEqualTo(0xfffe0304L);
    assertThat(bytes.u64be(0)).isEqualTo(0xfffe030405060788L);
    assertThat(bytes.u64(0)).isEqualTo(LITTLE ? 0x880706050403feffL : 0xfffe030405060788L);
  }

  @Test
  void aSliceIsBytesOfItsOwn() {
    Bytes slice = bytes.slice(2, 4);
    assertThat(slice).isEqualTo(Bytes.ofHex("03040506")).hasSameHashCodeAs(Bytes.ofHex("03040506"));
    assertThat(slice.from(3)).hasToString("06");
    assertThat(slice.u16be(2)).isEqualTo(0x0506);
    assertThatThrownBy(() -> slice.u16(3)).isInstanceOf(MalformedMessageException.class);
  }

  @Test
  void readingOutsideIsRefused() {
    assertThatThrownBy(() -> bytes.u8(8)).isInstanceOf(MalformedMessageException.class);
    assertThatThrownBy(() -> bytes.u8(-1)).isInstanceOf(MalformedMessageException.class);
    assertThatThrownBy(() -> bytes.u64(1)).isInstanceOf(MalformedMessageException.class);
    assertThatThrownBy(() -> bytes.slice(4, Integer.MAX_VALUE))
        .isInstanceOf(MalformedMessageException.class);
    assertThatThrownBy(() -> bytes.from(9)).isInstanceOf(MalformedMessageException.class);
    assertThatThrownBy(() -> bytes.slice(0, -1)).isInstanceOf(MalformedMessageException.class);
  }

  @Test
  void textEndsAtItsNulOrAtTheEnd() {
    assertThat(Bytes.ofHex("6c6f 00 78").text()).isEqualTo("lo");
    assertThat(Bytes.ofHex("6c6f").text()).isEqualTo("lo");
    assertThat(Bytes.EMPTY.text()).isEmpty();
  }

  @Test
  void whatWasHandedOverDoesNotChange() {
    byte[] array = {1, 2};
    Bytes copy = Bytes.of(array);
    array[0] = 9;
    copy.toArray()[1] = 9;
    assertThat(copy).isEqualTo(Bytes.ofHex("0102"));
  }
}
