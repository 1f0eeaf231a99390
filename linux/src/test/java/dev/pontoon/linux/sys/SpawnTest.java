package dev.pontoon.linux.sys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpawnTest {
  private static int shell(String script, List<Fd> passed) {
    return Spawn.start(List.of("/bin/sh", "-c", script), List.of("A=b"), passed);
  }

  @Test
  void passesDescriptorsAndNothingElse() throws IOException {
    try (Pipe pipe = Pipe.open()) {
      int pid = shell("ls /proc/self/fd >&3; echo $A >&3; exit 7", List.of(pipe.writeEnd()));
      pipe.writeEnd().close();
      try (InputStream output = pipe.input()) {
        String said = new String(output.readAllBytes(), StandardCharsets.UTF_8);
        // 4 is the directory that ls itself reads.
        assertThat(said.lines()).containsExactly("0", "1", "2", "3", "4", "b");
      }
      assertThat(Spawn.await(pid)).isEqualTo(7);
    }
  }

  @Test
  void startsInADirectory(@TempDir Path directory) {
    int pid =
        Spawn.start(List.of("/bin/sh", "-c", ": >here"), List.of("A=b"), directory, List.of());

    assertThat(Spawn.await(pid)).isZero();
    assertThat(directory.resolve("here")).exists();
  }

  @Test
  void tellsWhichSignalEndedAProcess() {
    int pid = shell("while :; do read x < /proc/self/stat; done", List.of());
    long start = Processes.startTime(pid);

    assertThat(start).isPositive();
    assertThat(Processes.signal(pid, start + 1, 9)).isFalse();
    assertThat(Processes.signal(pid, start, 9)).isTrue();
    assertThat(Spawn.await(pid)).isEqualTo(137);
    assertThat(Processes.startTime(pid)).isZero();
    assertThat(Processes.signal(pid, start, 9)).isFalse();
  }

  @Test
  void namesAProgramThatIsNotThere() {
    assertThatThrownBy(() -> Spawn.start(List.of("/no/such"), List.of(), List.of()))
        .hasMessage("start /no/such: No such file or directory (ENOENT)");
  }
}
