package dev.pontoon.runtime.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pontoon.runtime.RuntimeFault;
import org.junit.jupiter.api.Test;

class DetachKeysTest {
  private static final byte CTRL_P = 16;
  private static final byte CTRL_Q = 17;

  @Test
  void detachesOnTheWholeSequenceEvenInPieces() {
    DetachKeys keys = DetachKeys.parse("");

    assertThat(keys.accept(new byte[] {'a', CTRL_P}).input()).containsExactly('a');
    DetachKeys.Result result = keys.accept(new byte[] {CTRL_Q, 'b'});
    assertThat(result.detached()).isTrue();
    assertThat(result.input()).isEmpty();
  }

  @Test
  void passesOnWhatWasNotTheSequence() {
    DetachKeys keys = DetachKeys.parse(DetachKeys.DEFAULT);

    DetachKeys.Result result = keys.accept(new byte[] {CTRL_P, 'x', CTRL_P, CTRL_P, CTRL_Q});
    assertThat(result.input()).containsExactly(CTRL_P, 'x', CTRL_P);
    assertThat(result.detached()).isTrue();
  }

  @Test
  void knowsSingleKeysAndRefusesNonsense() {
    assertThat(DetachKeys.parse("q").accept(new byte[] {'q'}).detached()).isTrue();
    assertThatThrownBy(() -> DetachKeys.parse("ctrl-1")).isInstanceOf(RuntimeFault.class);
  }

  @Test
  void knowsSignalsByNameAndNumber() {
    assertThat(Signals.number("SIGKILL")).isEqualTo(9);
    assertThat(Signals.number("term")).isEqualTo(15);
    assertThat(Signals.number("28")).isEqualTo(28);
    assertThat(Signals.number("RTMIN+3")).isEqualTo(37);
    assertThatThrownBy(() -> Signals.number("NOSUCH")).hasMessage("invalid signal: NOSUCH");
    assertThatThrownBy(() -> Signals.number("65")).hasMessage("invalid signal: 65");
    assertThatThrownBy(() -> Signals.number("")).hasMessage("invalid signal: ");
  }
}
