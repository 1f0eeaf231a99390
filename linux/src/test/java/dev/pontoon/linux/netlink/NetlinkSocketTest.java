package dev.pontoon.linux.netlink;

import static dev.pontoon.linux.netlink.ScriptedTransport.acknowledgement;
import static dev.pontoon.linux.netlink.ScriptedTransport.message;
import static dev.pontoon.linux.netlink.ScriptedTransport.together;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pontoon.linux.sys.Errno;
import dev.pontoon.linux.sys.KernelException;
import java.util.List;
import org.junit.jupiter.api.Test;

class NetlinkSocketTest {
  private static final int OBJECT = 16;
  private static final Bytes ONE = Bytes.ofHex("00000001");
  private static final Bytes TWO = Bytes.ofHex("00000002");
  private static final Bytes NO_ERROR = Bytes.ofHex("00000000");

  private final ScriptedTransport kernel = new ScriptedTransport();
  private final NetlinkSocket socket = new NetlinkSocket(kernel);

  private static Request request(String operation) {
    return new Request(operation, 18, 0, Bytes.EMPTY);
  }

  @Test
  void repliesComeBeforeTheAcknowledgement() {
    kernel.answer(sent -> {
      Message get = sent.getFirst();
      assertThat(get.has(Flags.ACK)).isTrue();
      return List.of(message(OBJECT, 0, get.sequence(), ONE), acknowledgement(get, 0));
    });
    assertThat(socket.execute(request("get"))).extracting(Message::payload).containsExactly(ONE);
  }

  @Test
  void aRefusalIsThrown() {
    kernel.answer(sent -> List.of(acknowledgement(sent.getFirst(), Errno.EEXIST)));
    Request create = request("create x");
    assertThatThrownBy(() -> socket.execute(create))
        .isInstanceOf(KernelException.class)
        .hasMessage("create x: File exists (EEXIST)");
  }

  @Test
  void eachOfABatchHasItsAnswerAndErrorsStopNothing() {
    kernel.answer(sent ->
        List.of(
            acknowledgement(sent.get(0), 0),
            acknowledgement(sent.get(1), Errno.ENODEV),
            acknowledgement(sent.get(2), 0)));
    List<Request> batch =
        List.of(
            request("a").with(Flags.ACK),
            request("b").with(Flags.ACK),
            request("c").with(Flags.ACK));
    assertThat(socket.submit(batch))
        .extracting(Acknowledgement::error)
        .containsExactly(0, Errno.ENODEV, 0);
  }

  @Test
  void silenceIsSuccessWhereNoAcknowledgementWasAsked() {
    kernel.answer(sent ->
        List.of(acknowledgement(sent.get(1), Errno.EINVAL), acknowledgement(sent.get(2), 0)));
    List<Request> batch = List.of(request("a"), request("b"), request("c").with(Flags.ACK));
    assertThat(socket.submit(batch))
        .extracting(Acknowledgement::error)
        .containsExactly(0, Errno.EINVAL, 0);
  }

  @Test
  void aTransactionThatFailedOwesNothingMore() {
    kernel.answer(sent -> List.of(acknowledgement(sent.getFirst(), Errno.EPERM)));
    List<Request> batch = List.of(request("begin"), request("end").with(Flags.ACK));
    assertThat(socket.submit(batch).getFirst().error()).isEqualTo(Errno.EPERM);
  }

  @Test
  void nothingIsSentForNothing() {
    assertThat(socket.submit(List.of())).isEmpty();
  }

  @Test
  void lateAnswersToOthersArePassedOver() {
    kernel.deliver(message(OBJECT, 0, 0xffff_fff0L, TWO));
    kernel.answer(sent -> List.of(acknowledgement(sent.getFirst(), 0)));
    assertThat(socket.execute(request("set"))).isEmpty();
  }

  @Test
  void aMissingAnswerIsAnErrorInTheEnd() {
    kernel.answer(sent -> List.of());
    Request set = request("set");
    assertThatThrownBy(() -> socket.execute(set)).isInstanceOf(KernelException.class);
  }

  @Test
  void aDumpSpansDatagrams() {
    kernel.answer(sent -> {
      long sequence = sent.getFirst().sequence();
      assertThat(sent.getFirst().flags()).isEqualTo(Flags.REQUEST | Flags.DUMP);
      return List.of(
          together(
              message(OBJECT, Flags.MULTI, sequence, ONE),
              message(OBJECT, Flags.MULTI, sequence - 1, TWO)),
          message(OBJECT, Flags.MULTI, sequence, TWO),
          message(Message.DONE, Flags.MULTI, sequence, NO_ERROR));
    });
    assertThat(socket.dump(request("list"))).extracting(Message::payload).containsExactly(ONE, TWO);
  }

  @Test
  void aDisturbedDumpIsAskedAgain() {
    kernel.answer(sent ->
        List.of(
            message(OBJECT, Flags.MULTI, sent.getFirst().sequence(), ONE),
            message(
                Message.DONE,
                Flags.MULTI | Flags.DUMP_INTR,
                sent.getFirst().sequence(),
                NO_ERROR)));
    kernel.answer(sent ->
        List.of(
            message(OBJECT, Flags.MULTI, sent.getFirst().sequence(), TWO),
            message(Message.DONE, Flags.MULTI, sent.getFirst().sequence(), NO_ERROR)));
    assertThat(socket.dump(request("list"))).extracting(Message::payload).containsExactly(TWO);
  }

  @Test
  void aDumpThatIsAlwaysDisturbedFails() {
    for (int i = 0; i < 10; i++) {
      kernel.answer(sent ->
          List.of(
              message(
                  Message.DONE,
                  Flags.MULTI | Flags.DUMP_INTR,
                  sent.getFirst().sequence(),
                  NO_ERROR)));
    }
    Request list = request("list links");
    assertThatThrownBy(() -> socket.dump(list))
        .hasMessage("list links: disturbed in each attempt: Interrupted system call (EINTR)");
  }

  @Test
  void aDumpThatFailsAtItsEndSaysWhy() {
    Bytes refused = Fixtures.bytes("netlink/dump-refused.hex");
    Message done = Message.parse(refused).getFirst();
    kernel.answer(sent ->
        List.of(message(done.type(), done.flags(), sent.getFirst().sequence(), done.payload())));
    Request list = request("list links");
    assertThatThrownBy(() -> socket.dump(list))
        .hasMessage(
            "list links: Invalid values in header for link dump request:"
                + " Invalid argument (EINVAL)");
  }

  @Test
  void aDumpThatIsRefusedAtOnceFails() {
    kernel.answer(sent -> List.of(acknowledgement(sent.getFirst(), Errno.EOPNOTSUPP)));
    Request list = request("list links");
    assertThatThrownBy(() -> socket.dump(list)).hasMessageContaining("EOPNOTSUPP");
  }

  @Test
  void aSubscriberGetsWhatComes() {
    socket.join(7);
    assertThat(kernel.joined()).containsExactly(7);
    assertThat(socket.receive(0)).isEmpty();
    kernel.deliver(together(message(OBJECT, 0, 0, ONE), message(OBJECT, 0, 0, TWO)));
    assertThat(socket.receive(0)).extracting(Message::payload).containsExactly(ONE, TWO);
  }

  @Test
  void closingClosesTheTransport() {
    socket.close();
    assertThat(kernel.closed()).isTrue();
  }
}
