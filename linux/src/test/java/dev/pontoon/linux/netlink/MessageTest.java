package dev.pontoon.linux.netlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageTest {
  private static Acknowledgement acknowledgement(String resource) {
    List<Message> messages = Message.parse(Fixtures.bytes(resource));
    assertThat(messages).hasSize(1);
    return Acknowledgement.parse(messages.getFirst());
  }

  @Test
  void aRequestIsWrittenWithItsHeader() {
    Encoder out = new Encoder();
    Message.write(out, new Request("x", 16, Flags.ACK, Bytes.ofHex("0102 03")), 5);
    assertThat(out.toBytes())
        .isEqualTo(Bytes.ofHex("13000000 1000 0500 05000000 00000000 010203 00"));
  }

  @Test
  void severalMessagesShareADatagram() {
    Encoder out = new Encoder();
    Message.write(out, new Request("a", 16, 0, Bytes.ofHex("01")), 1);
    Message.write(out, new Request("b", 17, 0, Bytes.EMPTY), 2);
    assertThat(Message.parse(out.toBytes()))
        .containsExactly(
            new Message(16, Flags.REQUEST, 1, Bytes.ofHex("01")),
            new Message(17, Flags.REQUEST, 2, Bytes.EMPTY));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0f000000 1000 0000 00000000 00000000", // shorter than its header
        "11000000 1000 0000 00000000 00000000", // longer than the datagram
        "ffffffff 1000 0000 00000000 00000000"
      })
  void aWrongLengthIsRefused(String hex) {
    Bytes bytes = Bytes.ofHex(hex);
    assertThatThrownBy(() -> Message.parse(bytes)).isInstanceOf(MalformedMessageException.class);
  }

  @Test
  void successIsAnErrorOfZero() {
    assertThat(acknowledgement("netlink/acknowledgement.hex"))
        .isEqualTo(new Acknowledgement(0, ""))
        .satisfies(a -> assertThat(a.succeeded()).isTrue());
  }

  @ParameterizedTest
  @ValueSource(strings = {"netlink/error-capped.hex", "netlink/error-uncapped.hex"})
  void anErrorHasTheKernelsWordsWhetherOrNotTheRequestIsRepeated(String resource) {
    Acknowledgement refused = acknowledgement(resource);
    assertThat(refused).isEqualTo(new Acknowledgement(101, "Nexthop has invalid gateway"));
    assertThat(refused.toException("add route default"))
        .hasMessage(
            "add route default: Nexthop has invalid gateway: Network is unreachable (ENETUNREACH)");
  }

  @Test
  void aDumpFailsInItsLastMessage() {
    assertThat(acknowledgement("netlink/dump-refused.hex"))
        .isEqualTo(new Acknowledgement(22, "Invalid values in header for link dump request"));
  }
}
