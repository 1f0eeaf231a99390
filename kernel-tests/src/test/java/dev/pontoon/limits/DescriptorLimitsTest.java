package dev.pontoon.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pontoon.testkit.HostNamespace;
import dev.pontoon.testkit.HostNetwork;
import dev.pontoon.testkit.Output;
import java.io.IOException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A daemon that may open few files. */
@HostNamespace
final class DescriptorLimitsTest {
  private static final int FILES = 240;
  private static final int SPARE = 10;
  private static final Duration LIMIT = Duration.ofMinutes(2);

  @Test
  void aDaemonAtItsLimitOfOpenFilesGoesOn(HostNetwork host) throws Exception {
    List<String> prefix = List.of("prlimit", "--nofile=" + FILES + ":" + FILES);
    try (LimitedDaemon daemon = new LimitedDaemon(host, prefix)) {
      daemon.requireWork();
      daemon.pontoon("run -d --name many -p 7000-7299:80-379 --rootfs ROOT -- sleep 600").orFail();
      assertThat(daemon.log()).contains("are published but not reserved (at most 120 ports are");
      daemon.pontoon("rm -f many").orFail();
      crowded(daemon);
      daemon.requireWork();
    }
  }

  /** Clients take all descriptors: nobody else is served until they go. */
  private static void crowded(LimitedDaemon daemon) throws IOException {
    List<SocketChannel> clients = new ArrayList<>();
    try {
      Awaitility.await()
          .atMost(LIMIT)
          .pollInterval(Duration.ofMillis(10))
          .until(() -> connect(daemon, clients) > FILES - SPARE);
    } finally {
      for (SocketChannel client : clients) {
        client.close();
      }
    }
    Awaitility.await().atMost(LIMIT).until(() -> open(daemon) < FILES / 2);
    Output output = daemon.pontoon("ps -q");
    assertThat(output.exitCode()).as(output.err()).isZero();
  }

  /** One client more, unless the daemon is slow to take those that wait; the daemon's files. */
  private static long connect(LimitedDaemon daemon, List<SocketChannel> clients)
      throws IOException {
    SocketChannel client = SocketChannel.open(StandardProtocolFamily.UNIX);
    clients.add(client);
    client.configureBlocking(false);
    try {
      client.connect(UnixDomainSocketAddress.of(daemon.socket()));
    } catch (SocketException e) {
      clients.removeLast().close();
    }
    return open(daemon);
  }

  private static long open(LimitedDaemon daemon) throws IOException {
    try (Stream<Path> files = Files.list(Path.of("/proc/" + daemon.pid() + "/fd"))) {
      return files.count();
    }
  }
}
