package dev.pontoon.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamsTest {
  private static InputStream bytes(String latin1) {
    return new ByteArrayInputStream(latin1.getBytes(StandardCharsets.ISO_8859_1));
  }

  @Test
  void takesFramesApart() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    String frames =
        "\u0001\0\0\0"
            + "\0\0\0\u0003"
            + "one" // stream 1, stdout: 3 bytes
            + "\u0002\0\0\0"
            + "\0\0\0\u0003"
            + "two" // stream 2, stderr
            + "\u0001\0\0\0"
            + "\0\0\0\0" // an empty frame
            + "\u0001\0\0\0"
            + "\0\0\u0001\0"
            + "x".repeat(256); // a length of two bytes
    Demultiplexer.copy(bytes(frames), out, err);
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("one" + "x".repeat(256));
    assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("two");
  }

  @Test
  void saysThatAFrameIsCutShortOrUnknown() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThatThrownBy(() -> Demultiplexer.copy(bytes("\u0001\0\0\0\0\0\0\u0009four"), out, out))
        .isInstanceOf(EOFException.class);
    assertThatThrownBy(() -> Demultiplexer.copy(bytes("\u0001\0\0\0\0\0"), out, out))
        .isInstanceOf(EOFException.class);
    assertThatThrownBy(() -> Demultiplexer.copy(bytes("plain text"), out, out))
        .hasMessageContaining("unrecognized stream 112");
    assertThatThrownBy(() -> Demultiplexer.copy(bytes("\u0003\0\0\0\0\0\0\u0003bad"), out, out))
        .hasMessageContaining("error from daemon in stream: bad");
  }

  private static String typed(DetachKeys keys, String... pieces) {
    DetachKeys.Matcher matcher = keys.new Matcher();
    StringBuilder passed = new StringBuilder();
    for (String piece : pieces) {
      List<Byte> out = new ArrayList<>();
      byte[] input = piece.getBytes(StandardCharsets.ISO_8859_1);
      boolean detached = matcher.take(input, input.length, out);
      out.forEach(b -> passed.append((char) (b & 0xff)));
      if (detached) {
        return passed + "<detached>";
      }
    }
    return passed.toString();
  }

  @Test
  void findsTheDetachKeys() {
    DetachKeys usual = DetachKeys.parse(DetachKeys.USUAL);
    assertThat(typed(usual, "ls\r", "\u0010\u0011rest")).isEqualTo("ls\r<detached>");
    assertThat(typed(usual, "a\u0010", "\u0011")).isEqualTo("a<detached>");
    assertThat(typed(usual, "\u0010", "x")).isEqualTo("\u0010x");
    assertThat(typed(usual, "\u0010\u0010\u0011")).isEqualTo("\u0010<detached>");
    assertThat(typed(DetachKeys.parse("a,ctrl-c"), "ba\u0003")).isEqualTo("b<detached>");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ctrl-", "ctrl-1", "ab", "ctrl-p,", "ctrl-pq"})
  void refusesDetachKeys(String text) {
    assertThatThrownBy(() -> DetachKeys.parse(text))
        .hasMessageContaining("invalid detach keys (" + text + ")");
  }
}
