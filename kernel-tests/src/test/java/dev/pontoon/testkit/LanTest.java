package dev.pontoon.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pontoon.linux.ip.Addresses;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@HostNamespace
class LanTest {
  @Test
  void neighboursAndTheHostTalkInBothFamilies(HostNetwork host) throws IOException {
    Lan lan = host.lan();
    LanNode client = lan.join("client");
    LanNode other = lan.join("other");
    host.serve(5000);
    other.node().serve(5000);

    assertThat(client.client().tcp(lan.hostV4(), 5000)).isEqualTo("192.0.2.2");
    assertThat(client.client().udp(lan.hostV4(), 5000)).isEqualTo("192.0.2.2");
    assertThat(client.client().tcp(lan.hostV6(), 5000)).isEqualTo("2001:db8::2");
    assertThat(client.client().udp(lan.hostV6(), 5000)).isEqualTo("2001:db8::2");
    assertThat(client.client().tcp(other.v4(), 5000)).isEqualTo("192.0.2.2");
    assertThat(host.client().tcp(other.v6(), 5000)).isEqualTo("2001:db8::1");
  }

  @Test
  void aProgramRunsInside(HostNetwork host) {
    assertThat(host.exec("ip", "-o", "link").orFail()).contains("LOOPBACK,UP").doesNotContain("2:");
    assertThat(host.exec("false").exitCode()).isEqualTo(1);
  }

  @Test
  void anHttpClientGetsAnAnswer(HostNetwork host) throws IOException {
    int port = host.serve(0).port();
    assertThat(host.exec("curl", "-s", "http://127.0.0.1:" + port).orFail())
        .isEqualTo("127.0.0.1\n");
  }

  @Test
  void thereIsNoWayOut(HostNetwork host) {
    PeerClient impatient = host.client().within(Duration.ofSeconds(1));
    assertThatThrownBy(() -> impatient.tcp(Addresses.parse("192.0.2.77"), 80))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("unreachable");
  }
}
