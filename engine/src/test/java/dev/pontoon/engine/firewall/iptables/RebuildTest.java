package dev.pontoon.engine.firewall.iptables;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pontoon.engine.firewall.NetworkRules;
import dev.pontoon.linux.ip.Cidr;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RebuildTest {
  private static final NetworkRules NETWORK =
      new NetworkRules(
          "id", "bridge", "docker0", List.of(Cidr.parse("172.17.0.0/16")), true, true, false);

  private static String script(String saved) {
    return RestoreScript.of(
        Rebuild.of(SavedRules.parse(saved), List.of(NETWORK), List.of(), Family.V4, 0));
  }

  @Test
  void onAnEmptyHostEverythingIsMade() {
    assertThat(script(""))
        .contains(
            ":DOCKER-USER - [0:0]",
            "-I FORWARD 1 -j DOCKER-USER\n-I FORWARD 2 -j DOCKER-FORWARD\n",
            "-A POSTROUTING -s 172.17.0.0/16 ! -o docker0 -j MASQUERADE\n")
        .doesNotContain("-D ");
  }

  @Test
  void whatIsRightKeepsItsPlace() {
    String saved =
        """
        *nat
        :DOCKER - [0:0]
        [3:180] -A POSTROUTING -s 172.17.0.0/16 ! -o docker0 -j MASQUERADE
        [0:0] -A PREROUTING -m addrtype --dst-type LOCAL -j DOCKER
        COMMIT
        *filter
        :DOCKER-USER - [0:0]
        [0:0] -A FORWARD -i virbr0 -j ACCEPT
        [0:0] -A FORWARD -j DOCKER-USER
        [0:0] -A FORWARD -j DOCKER-FORWARD
        COMMIT
        """;
    assertThat(script(saved))
        .doesNotContain(
            ":DOCKER-USER",
            "FORWARD 1",
            "-A POSTROUTING -s 172.17.0.0/16 ! -o docker0 -j MASQUERADE",
            "-A PREROUTING -m addrtype");
  }

  @Test
  void whatIsSurplusGoes() {
    String saved =
        """
        *nat
        -A POSTROUTING -s 172.17.0.0/16 ! -o docker0 -j MASQUERADE
        -A POSTROUTING -s 172.17.0.0/16 ! -o docker0 -j MASQUERADE
        -A POSTROUTING -s 172.18.0.0/16 ! -o br-old -j MASQUERADE
        -A OUTPUT -m addrtype --dst-type LOCAL -j DOCKER
        -A OUTPUT -m addrtype --dst-type LOCAL -j DOCKER
        COMMIT
        *filter
        -A DOCKER-BRIDGE -o br-old -j DOCKER
        COMMIT
        """;
    assertThat(script(saved).lines().filter(line -> line.startsWith("-D")))
        .containsExactly(
            "-D OUTPUT -m addrtype --dst-type LOCAL -j DOCKER",
            "-D POSTROUTING -s 172.17.0.0/16 ! -o docker0 -j MASQUERADE",
            "-D POSTROUTING -s 172.18.0.0/16 ! -o br-old -j MASQUERADE");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-s 172.17.0.0/16 ! -o docker0 -j MASQUERADE",
        "-s 127.0.0.0/8 -o docker0 -j MASQUERADE",
        "-s 172.17.0.0/16 -o docker0 -m conntrack --ctstate DNAT -j MASQUERADE",
        "-s 172.17.0.2/32 -d 172.17.0.2/32 -o docker0 -p tcp -m tcp --dport 80 -j MASQUERADE"
      })
  void ourMasqueradesAreKnownByShapeAndBridge(String specification) {
    Rule rule = Rule.nat(Chains.POSTROUTING, specification);
    assertThat(Masquerades.ours(rule, Set.of("docker0"))).isTrue();
    assertThat(Masquerades.ours(rule, Set.of("docker1"))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-s 10.0.0.0/8 -o docker0 -j MASQUERADE",
        "-o docker0 -j MASQUERADE",
        "-s 172.17.0.0/16 ! -o docker0 -j SNAT --to-source 192.0.2.1",
        "-s 172.17.0.2/32 -d 172.17.0.3/32 -o docker0 -p tcp -m tcp --dport 80 -j MASQUERADE"
      })
  void othersAreNot(String specification) {
    assertThat(Masquerades.ours(Rule.nat(Chains.POSTROUTING, specification), Set.of("docker0")))
        .isFalse();
  }
}
