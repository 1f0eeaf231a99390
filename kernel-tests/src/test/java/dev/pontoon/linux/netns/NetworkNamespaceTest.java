package dev.pontoon.linux.netns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pontoon.linux.netlink.NetlinkSocket;
import dev.pontoon.linux.rtnetlink.Link;
import dev.pontoon.linux.rtnetlink.Rtnetlink;
import dev.pontoon.linux.sys.Errno;
import dev.pontoon.linux.sys.KernelException;
import dev.pontoon.linux.sys.Mounts;
import dev.pontoon.testkit.HostNamespace;
import dev.pontoon.testkit.HostNetwork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

@HostNamespace
class NetworkNamespaceTest {
  private static long inode() {
    try (NetworkNamespace current = NetworkNamespace.current()) {
      return current.inode();
    }
  }

  @Test
  void oneIsMadeMountedAndWorkedInAtOnce(HostNetwork host) throws IOException {
    Path mount = host.directory().resolve("web");
    long machine = inode();
    try (NetlinkSocket socket =
        NetworkNamespace.create(
            mount,
            () -> {
              Sysctl.set("ipv4/ip_forward", "1");
              return NetlinkSocket.open(NetlinkSocket.ROUTE);
            })) {
      assertThat(new Rtnetlink(socket).links()).extracting(Link::name).containsExactly("lo");
    }
    try (NetworkNamespace made = NetworkNamespace.open(mount)) {
      assertThat(made.inode()).isNotEqualTo(machine);
      assertThat(made.call(NetworkNamespaceTest::inode)).isEqualTo(made.inode());
      assertThat(made.call(() -> Sysctl.get("ipv4/ip_forward"))).isEqualTo("1");
      assertThat(made.call(() -> Sysctl.exists("ipv4/conf/lo/forwarding"))).isTrue();
      assertThat(made.call(() -> Sysctl.exists("ipv4/conf/eth0/forwarding"))).isFalse();
    }
    assertThat(inode()).isEqualTo(machine);
    NetworkNamespace.delete(mount);
    assertThat(Files.exists(mount)).isFalse();
    NetworkNamespace.delete(mount);
  }

  @Test
  void aFailureInsideLeavesNothing(HostNetwork host) {
    Path mount = host.directory().resolve("web");
    assertThatThrownBy(() ->
            NetworkNamespace.create(
                mount,
                () -> {
                  throw new IOException("no");
                }))
        .isInstanceOf(IOException.class)
        .hasMessage("no");
    assertThat(Files.exists(mount)).isFalse();
  }

  @Test
  void whatIsThereAlreadyIsLeftAlone(HostNetwork host) {
    assertThatThrownBy(() -> NetworkNamespace.create(host.path()))
        .isInstanceOf(KernelException.class)
        .hasMessage("open " + host.path() + ": File exists (EEXIST)");
    assertThat(host.rtnetlink().link("lo")).isPresent();
  }

  @Test
  void aMountFileWithoutItsMountIsDeletedToo(HostNetwork host) {
    Path mount = host.directory().resolve("web");
    NetworkNamespace.create(mount).close();
    Mounts.unmount(mount, Mounts.MNT_DETACH);
    NetworkNamespace.delete(mount);
    assertThat(Files.exists(mount)).isFalse();
  }

  @Test
  void whatIsNoNamespaceCantBeEntered(HostNetwork host) throws IOException {
    Path file = Files.createFile(host.directory().resolve("file"));
    try (NetworkNamespace none = NetworkNamespace.open(file)) {
      assertThatThrownBy(() -> none.call(NetworkNamespaceTest::inode))
          .isInstanceOfSatisfying(
              KernelException.class, e -> assertThat(e.errno().is(Errno.EINVAL)).isTrue());
    }
  }

  @Test
  void aProcessLeadsToItsNamespace(HostNetwork host) throws Exception {
    Process process = new ProcessBuilder(host.commandLine("cat")).start();
    try {
      org.awaitility.Awaitility.await()
          .until(() -> {
            try (NetworkNamespace its = NetworkNamespace.ofProcess(process.pid())) {
              return its.inode() == host.namespace().inode();
            }
          });
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  @Test
  void virtualThreadsAndTheirCarriersStayWhereTheyAre(HostNetwork host) throws Exception {
    long machine = inode();
    long inside = host.namespace().inode();
    Callable<long[]> work = () -> new long[] {host.call(NetworkNamespaceTest::inode), inode()};
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<long[]>> all = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        all.add(threads.submit(work));
      }
      for (Future<long[]> one : all) {
        assertThat(one.get()).containsExactly(inside, machine);
      }
    }
  }
}
