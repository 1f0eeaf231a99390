package dev.pontoon.linux.sys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pontoon.linux.ip.Addresses;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SocketAddressesTest {
  @ParameterizedTest
  @CsvSource({"127.0.0.1, 80", "0.0.0.0, 0", "255.255.255.255, 65535", "::, 1", "fd00::2, 5000"})
  void whatIsEncodedIsDecoded(String address, int port) {
    assertThat(SocketAddresses.decode(SocketAddresses.encode(Addresses.parse(address), port)))
        .isEqualTo(new InetSocketAddress(Addresses.parse(address), port));
  }

  @Test
  void theLayoutIsTheKernels() {
    // AF_INET, port 5000 in network byte order, the address, padding
    assertThat(HexFormat.of().formatHex(SocketAddresses.encode(Addresses.parse("1.2.3.4"), 5000)))
        .endsWith("1388" + "01020304" + "0000000000000000")
        .hasSize(32);
  }
}
