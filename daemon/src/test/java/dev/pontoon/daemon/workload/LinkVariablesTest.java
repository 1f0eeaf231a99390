package dev.pontoon.daemon.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What a linked container is told of in the environment. */
class LinkVariablesTest {
  @Test
  void portsNameAndVariables() {
    assertThat(
            LinkVariables.of(
                "/web/my-db",
                "172.17.0.2",
                List.of("PATH=/bin", "HOME=/root", "COLOUR=blue=green", "EMPTY="),
                List.of("53/udp", "8080", "80/tcp", "90-99/tcp")))
        .containsExactly(
            "MY_DB_PORT=tcp://172.17.0.2:80",
            "MY_DB_PORT_80_TCP=tcp://172.17.0.2:80",
            "MY_DB_PORT_80_TCP_ADDR=172.17.0.2",
            "MY_DB_PORT_80_TCP_PORT=80",
            "MY_DB_PORT_80_TCP_PROTO=tcp",
            "MY_DB_PORT_8080_TCP=tcp://172.17.0.2:8080",
            "MY_DB_PORT_8080_TCP_ADDR=172.17.0.2",
            "MY_DB_PORT_8080_TCP_PORT=8080",
            "MY_DB_PORT_8080_TCP_PROTO=tcp",
            "MY_DB_PORT_53_UDP=udp://172.17.0.2:53",
            "MY_DB_PORT_53_UDP_ADDR=172.17.0.2",
            "MY_DB_PORT_53_UDP_PORT=53",
            "MY_DB_PORT_53_UDP_PROTO=udp",
            "MY_DB_NAME=/web/my-db",
            "MY_DB_ENV_COLOUR=blue=green",
            "MY_DB_ENV_EMPTY=");
  }

  @Test
  void withoutPorts() {
    assertThat(LinkVariables.of("/web/db", "172.17.0.2", List.of(), List.of()))
        .containsExactly("DB_NAME=/web/db");
  }
}
