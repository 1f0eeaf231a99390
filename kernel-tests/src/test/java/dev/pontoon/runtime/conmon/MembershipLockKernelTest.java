package dev.pontoon.runtime.conmon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The lock that runc takes, taken ahead of it on the real kernel. */
final class MembershipLockKernelTest {
  @Test
  void takingItMovesNobody() throws IOException {
    String before = Files.readString(Path.of("/proc/self/cgroup"));

    assertThat(MembershipLock.take()).isTrue();

    assertThat(Path.of("/proc/self/cgroup")).hasContent(before.strip());
  }
}
