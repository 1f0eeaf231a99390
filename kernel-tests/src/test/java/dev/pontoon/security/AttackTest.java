package dev.pontoon.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pontoon.testkit.DaemonProcess;
import dev.pontoon.testkit.HostNamespace;
import dev.pontoon.testkit.HostNetwork;
import dev.pontoon.testkit.LanNode;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a hostile container and a hostile LAN get to: nothing, with each backend. The page about it
 * says so too, and {@code ./verify --docs} writes its table, with dockerd beside.
 */
@HostNamespace
final class AttackTest {
  @ParameterizedTest
  @ValueSource(strings = {"nftables", "iptables"})
  void nothingOfItArrives(String backend, HostNetwork host) throws IOException {
    LanNode stranger = host.lan().join("stranger");
    try (DaemonProcess daemon = DaemonProcess.start(host, "--firewall-backend", backend);
        Ground ground = new Ground(host, daemon.address())) {
      Map<String, String> results = Reports.of(ground, stranger);
      assertThat(results.values()).allMatch(result -> result.startsWith("dropped"));
      assertThat(results).isEqualTo(SecurityPage.column(SecurityPage.PONTOON));
      assertThat(ground.dropped("attacker")).isGreaterThan(2000);
      assertThat(ground.dropped("victim")).isZero();
      assertThat(ground.dropped("neighbour")).isZero();
    }
  }
}
