package dev.pontoon.cli.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PortSpecTest {
  private static String show(List<PortSpec> specs) {
    return specs.stream()
        .map(p -> p.ip() + "|" + p.host() + "|" + p.key())
        .collect(Collectors.joining(" "));
  }

  @ParameterizedTest
  @CsvSource({
    "80, ||80/tcp",
    "8080:80, |8080|80/tcp",
    "8080:80/udp, |8080|80/udp",
    "8080:80/SCTP, |8080|80/sctp",
    ":80, ||80/tcp",
    "0:80, ||80/tcp",
    "127.0.0.1:8080:80, 127.0.0.1|8080|80/tcp",
    "127.0.0.1::80, 127.0.0.1||80/tcp",
    "[::1]:8080:80, ::1|8080|80/tcp",
    "[::1]::80, ::1||80/tcp",
    "::1:8080:80, ::1|8080|80/tcp",
    "[fd00::2]:53:53/udp, fd00::2|53|53/udp",
    "8000-8002:80, |8000-8002|80/tcp",
    "8000-8001:80-81, |8000|80/tcp |8001|81/tcp",
    "80-81, ||80/tcp ||81/tcp",
    "[::1]:80, ::1||80/tcp"
  })
  void publishes(String text, String specs) {
    assertThat(show(PortSpec.publish(text))).isEqualTo(specs);
  }

  /** The words are those of Docker's command 28.2 for the same text. */
  @ParameterizedTest
  @CsvSource({
    "x, invalid containerPort: x",
    "80:x, invalid containerPort: x",
    "x:80, invalid hostPort: x",
    "99999:80, invalid hostPort: 99999",
    "80:99999, invalid containerPort: 99999",
    "80-90:80-95, invalid ranges specified for container and host Ports: 80-95 and 80-90",
    "90-80:80, invalid hostPort: 90-80",
    "1.2.3:80:80, invalid IP address: 1.2.3",
    "abc:80:80, invalid IP address: abc",
    "80/foo, invalid proto: foo",
    "'', no port specified: <empty>",
    ":, no port specified: :<empty>",
    "80:, no port specified: 80:<empty>",
    "1:2:3:4, invalid IP address: 1:2",
    "127.0.0.1:80, invalid hostPort: 127.0.0.1",
    "80-70, invalid containerPort: 80-70",
    "80-, invalid containerPort: 80-"
  })
  void saysWhatIsWrong(String text, String error) {
    assertThatThrownBy(() -> PortSpec.publish(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(error);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[::1:80:80",
        "[::1]80:80",
        "80:0",
        "0",
        "-1:80",
        "80:80:80:80:80",
        "[::1]:1:2:3",
        "1.2.3.4.5:80:80"
      })
  void refuses(String text) {
    assertThatThrownBy(() -> PortSpec.publish(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aRangeOfTenThousandIsTenThousandPorts() {
    List<PortSpec> ports = PortSpec.publish("20000-29999:30000-39999/udp");
    assertThat(ports).hasSize(10_000);
    assertThat(ports).allMatch(p -> Integer.parseInt(p.host()) + 10_000 == p.container());
  }

  @Test
  void exposes() {
    assertThat(show(PortSpec.expose("80-81/udp"))).isEqualTo("||80/udp ||81/udp");
    assertThatThrownBy(() -> PortSpec.expose("80:80"))
        .hasMessage("invalid port format for --expose: 80:80");
    assertThatThrownBy(() -> PortSpec.expose("x"))
        .hasMessageContaining("invalid range format for --expose: x");
  }
}
