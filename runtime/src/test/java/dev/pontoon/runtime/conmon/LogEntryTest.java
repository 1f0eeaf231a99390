package dev.pontoon.runtime.conmon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pontoon.runtime.StdStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogEntryTest {
  private static byte[] line(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void readsWholeLinesAndPieces() {
    LogEntry whole =
        Objects.requireNonNull(
            LogEntry.parse(line("2026-11-22T22:49:49.091798952+01:00 stdout F a  b")));
    LogEntry piece =
        Objects.requireNonNull(
            LogEntry.parse(line("2026-11-22T22:49:49.091798952+00:00 stderr P ü")));

    assertThat(whole.time()).isEqualTo(Instant.parse("2026-11-22T21:49:49.091798952Z"));
    assertThat(whole.stream()).isEqualTo(StdStream.STDOUT);
    assertThat(whole.text()).isEqualTo(line("a  b\n"));
    assertThat(piece.stream()).isEqualTo(StdStream.STDERR);
    assertThat(piece.text()).isEqualTo(line("ü"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "2026-11-22T22:49:49+00:00 stdout F",
        "2026-11-22T22:49:49+00:00 stdin F x",
        "yesterday stdout F x",
        "2026-11-22T22:49:49+00:00 stdout FULL x",
        "   "
      })
  void passesOverWhatIsNoEntry(String text) {
    assertThat(LogEntry.parse(line(text))).isNull();
  }

  @Test
  void takesTheErrorOutOfALineOfLog() {
    assertThat(OciRuntime.words("time=\"x\" level=error msg=\"exec: \\\"a\\\": not found\""))
        .isEqualTo("exec: \"a\": not found");
    assertThat(OciRuntime.words(" plain ")).isEqualTo("plain");
  }
}
