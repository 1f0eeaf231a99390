package dev.pontoon.linux.nftables;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class SetOriginTest {
  /** What nft 1.0.6 keeps of {@code typeof iifname . @th,208,48}, on a little-endian machine. */
  private static final String BY_NFT =
      "0340" // NFTNL_UDATA_SET_KEY_TYPEOF
          + "00040d000000" // a concatenation
          + "0138"
          + "000e" // the first field
          + "000409000000" // meta
          + "0106000406000000" // iifname
          + "0126" // the second field
          + "000407000000" // payload
          + "011e"
          + "000400000000" // no protocol
          + "010400000000" // nor a field of one
          + "020403000000" // from the transport header
          + "0304d0000000" // at bit 208
          + "040430000000"; // 48 bits

  @Test
  void isWrittenAsTheNftCommandWritesIt() {
    byte[] written = SetOrigin.encode(List.of(Selector.IIFNAME, Selector.ND_LINK)).toArray();
    assertThat(HexFormat.of().formatHex(written)).isEqualTo(BY_NFT);
  }

  @Test
  void isNothingWhereTypesSayAll() {
    assertThat(SetOrigin.encode(List.of()).length()).isZero();
  }
}
