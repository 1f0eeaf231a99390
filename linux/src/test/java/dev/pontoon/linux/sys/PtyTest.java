package dev.pontoon.linux.sys;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class PtyTest {
  @Test
  void aProgramSeesATerminalOfTheGivenSize() throws IOException {
    try (Pty pty = Pty.open(132, 43);
        Pipe errors = Pipe.open()) {
      String script = "stty size </dev/stdout; test -t 1 && ! test -t 2; echo $?; echo oh >&2";
      int pid =
          Spawn.start(
              List.of("/bin/sh", "-c", script),
              List.of("PATH=/usr/bin:/bin"),
              pty.terminal(),
              errors.writeEnd());
      pty.terminal().close();
      errors.writeEnd().close();
      try (InputStream shown = pty.output();
          InputStream said = errors.input()) {
        assertThat(text(shown).lines()).containsExactly("43 132", "0");
        assertThat(text(said)).isEqualTo("oh\n");
      }
      assertThat(Spawn.await(pid)).isZero();
    }
  }

  private static String text(InputStream stream) throws IOException {
    return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
  }
}
