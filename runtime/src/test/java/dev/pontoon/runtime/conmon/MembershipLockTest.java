package dev.pontoon.runtime.conmon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MembershipLockTest {
  @TempDir private Path root;

  @Test
  void theOnlyHierarchyIsAtTheRoot() throws IOException {
    assertThat(MembershipLock.ownMembers("0::/system.slice/pontoon.service\n", root)).isEmpty();

    Path members = members("system.slice/pontoon.service");

    assertThat(MembershipLock.ownMembers("0::/system.slice/pontoon.service\n", root))
        .contains(members);
  }

  @Test
  void hierarchiesOfTheFirstVersionAreNamedByTheirControllers() throws IOException {
    Path members = members("cpu,cpuacct/a:b");

    assertThat(MembershipLock.ownMembers("9:pids:/c\n4:cpu,cpuacct:/a:b\n0::/\n", root))
        .contains(members);
  }

  @Test
  void aNameStandsForControllersAndTheUnifiedOneIsBesideThem() throws IOException {
    Path unified = members("unified");

    assertThat(MembershipLock.ownMembers("1:name=systemd:/\n0::/\n", root)).contains(unified);

    Path systemd = members("systemd");

    assertThat(MembershipLock.ownMembers("1:name=systemd:/\n0::/\n", root)).contains(systemd);
  }

  @Test
  void whatIsBeyondTheNamespaceIsLeftAlone() throws IOException {
    members("");

    assertThat(MembershipLock.ownMembers("0::/../init.scope\n", root)).isEmpty();
    assertThat(MembershipLock.ownMembers("", root)).isEmpty();
  }

  private Path members(String group) throws IOException {
    Path directory = Files.createDirectories(root.resolve(group));
    return Files.createFile(directory.resolve("cgroup.procs"));
  }
}
