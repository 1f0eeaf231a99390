package dev.pontoon.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pontoon.testkit.HostNamespace;
import dev.pontoon.testkit.HostNetwork;
import dev.pontoon.testkit.Lan;
import dev.pontoon.testkit.LanNode;
import java.io.IOException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A host without any IPv6 address when the daemon starts, such as one whose loopback is down. */
@HostNamespace
final class LoopbackDownTest {
  private static final String WARNING = "do not answer on ::1";

  @ParameterizedTest
  @ValueSource(strings = {"nftables", "iptables", "none"})
  void theDaemonGoesOnWithoutTheRelayAndSaysSo(String firewall, HostNetwork host)
      throws IOException {
    host.exec("ip", "link", "set", "lo", "down").orFail();
    try (Docker docker = new Docker(host, "--firewall-backend", firewall)) {
      assertThat(docker.out("info", "-f", "{{json .Warnings}}")).contains(WARNING);
      assertThat(docker.daemon().log()).contains(WARNING);
      docker.importBusybox("box");
      docker.out("run", "-d", "-p", "8080:80", "box", "httpd", "-f", "-h", "/www");
      Lan lan = host.lan();
      LanNode client = lan.join("client");
      Awaitility.await() // until the server listens
          .untilAsserted(
              () -> assertThat(client.node().exec(page("192.0.2.1")).out()).startsWith("hello"));

      host.exec("ip", "link", "set", "lo", "up").orFail();
      assertThat(host.exec(page("127.0.0.1")).orFail()).startsWith("hello");
      assertThat(host.exec(page("[::1]")).exitCode()).as("::1").isEqualTo(7);

      docker.stopAndStartAgain();
      assertThat(docker.out("info", "-f", "{{json .Warnings}}")).doesNotContain(WARNING);
      assertThat(host.exec(page("[::1]")).orFail()).startsWith("hello");
    }
  }

  @Test
  void withoutIpv6OnTheLoopbackOnlyItGoesOnToo(HostNetwork host) throws IOException {
    host.exec("sysctl", "-qw", "net.ipv6.conf.lo.disable_ipv6=1").orFail();
    try (Docker docker = new Docker(host)) {
      assertThat(docker.out("info", "-f", "{{json .Warnings}}")).contains(WARNING);
    }
  }

  private static String[] page(String host) {
    return new String[] {"curl", "-sS", "-m", "5", "http://" + host + ":8080/"};
  }
}
