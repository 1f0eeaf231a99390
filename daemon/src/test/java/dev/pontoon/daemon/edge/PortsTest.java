package dev.pontoon.daemon.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pontoon.api.HostConfig.PortBinding;
import dev.pontoon.engine.model.PortSpec;
import dev.pontoon.engine.model.Protocol;
import dev.pontoon.linux.ip.Addresses;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PortsTest {
  private static List<PortSpec> parse(String key, String host, String port) {
    return Ports.parse(Map.of(key, List.of(new PortBinding(host, port))), List.of());
  }

  @Test
  void onePortOnEveryAddress() {
    assertThat(parse("80/tcp", "", "8080")).containsExactly(PortSpec.of(Protocol.TCP, 8080, 80));
    assertThat(parse("80", "", "8080")).containsExactly(PortSpec.of(Protocol.TCP, 8080, 80));
  }

  @Test
  void aPortToBeChosen() {
    assertThat(parse("53/udp", "", "")).containsExactly(PortSpec.of(Protocol.UDP, 0, 53));
    assertThat(parse("53/udp", "", "0")).containsExactly(PortSpec.of(Protocol.UDP, 0, 53));
    assertThat(parse("80/tcp", "", "8000-9000"))
        .containsExactly(new PortSpec(Protocol.TCP, Optional.empty(), 8000, 1001, 80, 1));
  }

  @Test
  void anAddressOfTheHost() {
    assertThat(parse("80/tcp", "::1", "80"))
        .containsExactly(
            new PortSpec(Protocol.TCP, Optional.of(Addresses.parse("::1")), 80, 1, 80, 1));
  }

  @Test
  void tenThousandEntriesBecomeOneRange() {
    Map<String, List<PortBinding>> bindings = new LinkedHashMap<>();
    for (int port = 29_999; port >= 20_000; port--) {
      bindings.put(port + 10_000 + "/udp", List.of(new PortBinding("", String.valueOf(port))));
    }
    bindings.put("80/tcp", List.of(new PortBinding("", "80")));

    assertThat(Ports.parse(bindings, List.of()))
        .containsExactly(
            PortSpec.of(Protocol.TCP, 80, 80),
            new PortSpec(Protocol.UDP, Optional.empty(), 20_000, 10_000, 30_000, 10_000));
  }

  @Test
  void exposedPortsArePublishedUnlessTheyAreAlready() {
    assertThat(
            Ports.parse(
                Map.of("80/tcp", List.of(new PortBinding("", "80"))), List.of("80/tcp", "90/tcp")))
        .containsExactlyInAnyOrder(
            PortSpec.of(Protocol.TCP, 80, 80), PortSpec.of(Protocol.TCP, 0, 90));
  }

  @ParameterizedTest
  @CsvSource({
    "80/xxx, '', 80, invalid proto: xxx",
    "0/tcp, '', 80, invalid port specification",
    "70000/tcp, '', 80, invalid port specification",
    "80/tcp, '', 70000, invalid port specification",
    "80/tcp, '', 9-8, invalid port range: 9-8",
    "80/tcp, nowhere, 80, invalid IP address: nowhere",
    "80-82/tcp, '', 90-91, invalid host port range",
  })
  void nonsenseIsRefused(String key, String host, String port, String message) {
    assertThatThrownBy(() -> parse(key, host, port)).hasMessageContaining(message);
  }
}
