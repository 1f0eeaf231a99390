package dev.pontoon.security;

import dev.pontoon.testkit.DaemonProcess;
import dev.pontoon.testkit.DockerdProcess;
import dev.pontoon.testkit.HostNamespace;
import dev.pontoon.testkit.HostNetwork;
import dev.pontoon.testkit.Lan;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Writes the table of docs/security.md; run by {@code ./verify --docs} only, since it has dockerd.
 */
@HostNamespace
final class SecurityPageWriter {
  @Test
  void write(HostNetwork host) throws IOException {
    Lan lan = host.lan();
    Map<String, String> dockerd;
    try (DockerdProcess daemon = DockerdProcess.start(host);
        Ground ground = new Ground(host, daemon.address())) {
      dockerd = Reports.of(ground, lan.join("stranger"));
    }
    host.exec("ip", "link", "del", "docker0").orFail();
    host.exec("nft", "flush", "ruleset").orFail();
    SecurityPage.write(pontoon(host, lan), dockerd);
  }

  private static Map<String, String> pontoon(HostNetwork host, Lan lan) throws IOException {
    try (DaemonProcess daemon = DaemonProcess.start(host);
        Ground ground = new Ground(host, daemon.address())) {
      return Reports.of(ground, lan.join("another"));
    }
  }
}
