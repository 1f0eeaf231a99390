package dev.pontoon.linux.sys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FdTest {
  @Test
  void aClosedDescriptorIsNotUsedAgain() {
    Fd fd = Fd.open(Path.of("/dev/null"), Fd.O_RDONLY, 0);
    assertThat(Path.of("/proc/self/fd/" + fd.number())).exists();
    fd.close();
    fd.close();
    assertThatThrownBy(fd::number).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aFileIsMadeWithItsMode(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("file");
    Fd.open(file, Fd.O_WRONLY | Fd.O_CREAT | Fd.O_EXCL, 0600).close();
    assertThat((int) Files.getAttribute(file, "unix:mode") & 0777).isEqualTo(0600);
    assertThatThrownBy(() -> Fd.open(file, Fd.O_WRONLY | Fd.O_CREAT | Fd.O_EXCL, 0600))
        .isInstanceOf(KernelException.class)
        .hasMessage("open " + file + ": File exists (EEXIST)");
  }

  @Test
  void aRefusalHasTheKernelsWords() {
    Path none = Path.of("/none/at/all");
    assertThatThrownBy(() -> Fd.open(none, Fd.O_RDONLY, 0))
        .isInstanceOfSatisfying(
            KernelException.class,
            e -> {
              assertThat(e.errno().is(Errno.ENOENT)).isTrue();
              assertThat(e.operation()).isEqualTo("open /none/at/all");
            });
  }

  @Test
  void anUnknownErrorIsNamedByItsNumber() {
    assertThat(Errno.of(4711)).hasToString("Unknown error 4711 (errno 4711)");
    assertThat(Errno.of(Errno.EADDRINUSE)).hasToString("Address already in use (EADDRINUSE)");
  }

  @Test
  void aVirtualThreadDoesNotChangeItsNamespace() {
    FutureTask<Object> unshare =
        new FutureTask<>(() -> Namespaces.unshare(Namespaces.CLONE_NEWNET), "done");
    Thread.ofVirtual().start(unshare);
    assertThatThrownBy(unshare::get).hasCauseInstanceOf(IllegalStateException.class);
  }
}
