package dev.pontoon.linux.sys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class FileSystemsTest {
  private static final long PROC = 0x9fa0; // PROC_SUPER_MAGIC
  private static final long NAMESPACES = 0x6e736673; // NSFS_MAGIC

  @Test
  void typesAreTold() {
    assertThat(FileSystems.type(Path.of("/proc/self"))).isEqualTo(PROC);
    assertThat(FileSystems.type(Path.of("/proc/self/ns/net"))).isEqualTo(NAMESPACES);
  }

  @Test
  void whatIsNotThereHasNone() {
    assertThatThrownBy(() -> FileSystems.type(Path.of("/proc/none")))
        .isInstanceOf(KernelException.class)
        .hasMessage("statfs /proc/none: No such file or directory (ENOENT)");
  }
}
