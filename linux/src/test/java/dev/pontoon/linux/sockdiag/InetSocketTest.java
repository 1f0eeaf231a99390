package dev.pontoon.linux.sockdiag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pontoon.linux.ip.Addresses;
import dev.pontoon.linux.netlink.Bytes;
import dev.pontoon.linux.netlink.Fixtures;
import dev.pontoon.linux.netlink.MalformedMessageException;
import dev.pontoon.linux.netlink.Message;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InetSocketTest {
  @Test
  void socketsAreRead() {
    assertThat(InetSocket.parse(Fixtures.message(20, "sockdiag/tcp-listener.hex")))
        .isEqualTo(
            new InetSocket(SocketQuery.LISTEN, Addresses.parse("127.0.0.1"), 5000, 0, 0, 0x083a7e));
    assertThat(InetSocket.parse(Fixtures.message(20, "sockdiag/udp-v6.hex")))
        .isEqualTo(new InetSocket(SocketQuery.CLOSE, Addresses.parse("::1"), 53, 0, 0, 0x083a7f));
  }

  @Test
  void anotherFamilyIsMalformed() {
    Message unix = new Message(20, 0, 0, Bytes.of(new byte[72]));
    assertThatThrownBy(() -> InetSocket.parse(unix)).isInstanceOf(MalformedMessageException.class);
  }

  @Test
  void aQueryAsksForTheStatesThatHoldAPort() {
    assertThat(SocketQuery.bound(SocketQuery.AF_INET, SocketQuery.TCP).request().payload())
        .hasToString("02060000" + "00240000" + "00".repeat(48));
  }

  @Test
  void theOwnerIsFoundByItsDescriptors(@TempDir Path proc) throws IOException {
    Path fd = Files.createDirectories(proc.resolve("17/fd"));
    Files.createSymbolicLink(fd.resolve("0"), Path.of("pipe:[5]"));
    Files.createSymbolicLink(fd.resolve("3"), Path.of("socket:[99]"));
    Files.writeString(proc.resolve("17/comm"), "nginx\n");
    Files.createDirectories(proc.resolve("18")); // a process that just ended
    SocketOwners owners = new SocketOwners(proc);
    assertThat(owners.find(99)).hasToString("Optional[nginx (pid 17)]");
    assertThat(owners.find(9)).isEmpty();
    assertThat(new SocketOwners(proc.resolve("none")).find(99)).isEmpty();
  }
}
