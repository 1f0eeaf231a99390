package dev.pontoon.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pontoon.security.Ground.Container;
import dev.pontoon.testkit.DaemonProcess;
import dev.pontoon.testkit.HostNamespace;
import dev.pontoon.testkit.HostNetwork;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where the guard is turned off for an endpoint. */
@HostNamespace
final class UnguardedTest {
  private static final String OFF = "driver-opt=dev.pontoon.endpoint.spoof-check=off";

  @Test
  void everythingPassesAndAlsoAfterARestart(HostNetwork host) throws IOException {
    DaemonProcess daemon = DaemonProcess.start(host);
    try (Ground ground = new Ground(host, daemon.address())) {
      Container victim = ground.run("victim", "--network", "lab");
      Container neighbour = ground.run("neighbour", "--network", "lab");
      Container free = ground.run("free", "--network", "name=lab," + OFF);
      Assault assault = new Assault(ground, free, victim);
      List<Attack> attacks =
          Attack.all(free.party(), victim.party(), neighbour.party(), victim.gateway());
      // br_netfilter drops these, and holds fragments until the others come
      attacks.removeIf(attack -> attack.what().matches("malformed.*|.*fragment.*"));
      assertThat(assault.arrived(attacks).values()).containsOnly(1);
      assertThat(ground.guard()).contains("free lab off -1", "victim lab on 0");
      assertThat(host.exec("ip", "neigh", "show", "nud", "permanent").orFail())
          .contains(victim.party().v4().getHostAddress())
          .doesNotContain(free.party().v4().getHostAddress()); // it may take another MAC address
      daemon.close();
      daemon = DaemonProcess.start(host);
      assertThat(assault.arrived(attacks.subList(0, 1)).values()).containsExactly(1);
    } finally {
      daemon.close();
    }
  }
}
