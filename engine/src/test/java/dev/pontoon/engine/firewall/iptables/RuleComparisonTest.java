package dev.pontoon.engine.firewall.iptables;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pontoon.engine.firewall.NetworkRules;
import dev.pontoon.engine.firewall.RuleDifference;
import dev.pontoon.engine.firewall.RuleDifference.Kind;
import dev.pontoon.linux.ip.Cidr;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class RuleComparisonTest {
  private static final NetworkRules NETWORK =
      new NetworkRules(
          "n1", "bridge", "docker0", List.of(Cidr.parse("172.17.0.0/16")), true, true, false);

  /** What is there once all is made, beside rules of others. */
  private static final String MADE =
      """
      *raw
      :DOCKER - [0:0]
      -A PREROUTING -j DOCKER
      -A DOCKER -s 127.0.0.0/8 ! -i lo -j DROP
      -A DOCKER -d 127.0.0.0/8 ! -i lo -j DROP
      COMMIT
      *nat
      :DOCKER - [0:0]
      -A PREROUTING -m addrtype --dst-type LOCAL -j DOCKER
      -A OUTPUT -m addrtype --dst-type LOCAL -j DOCKER
      -A POSTROUTING -s 10.0.0.0/8 -j MASQUERADE
      -A POSTROUTING -s 172.17.0.0/16 ! -o docker0 -j MASQUERADE
      -A POSTROUTING -s 127.0.0.0/8 -o docker0 -j MASQUERADE
      -A POSTROUTING -s 172.17.0.0/16 -o docker0 -m conntrack --ctstate DNAT -j MASQUERADE
      COMMIT
      *filter
      :DOCKER - [0:0]
      :DOCKER-BRIDGE - [0:0]
      :DOCKER-CT - [0:0]
      :DOCKER-FORWARD - [0:0]
      :DOCKER-INTERNAL - [0:0]
      :DOCKER-USER - [0:0]
      -A FORWARD -i virbr0 -j ACCEPT
      -A FORWARD -j DOCKER-USER
      -A FORWARD -j DOCKER-FORWARD
      -A DOCKER-USER -s 192.0.2.9/32 -j DROP
      -A DOCKER-BRIDGE -o docker0 -j DOCKER
      -A DOCKER-BRIDGE ! -i docker0 -o docker0 -j DROP
      -A DOCKER-CT -o docker0 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
      -A DOCKER-FORWARD -j DOCKER-INTERNAL
      -A DOCKER-FORWARD -j DOCKER-CT
      -A DOCKER-FORWARD -j DOCKER-BRIDGE
      -A DOCKER-FORWARD -i docker0 -j ACCEPT
      COMMIT
      """;

  private static List<RuleDifference> with(UnaryOperator<String> change) {
    return RuleComparison.of(
        SavedRules.parse(change.apply(MADE)), List.of(NETWORK), List.of(), Family.V4, 0);
  }

  @Test
  void whatIsAsMadeDoesNotDifferWhateverOthersHave() {
    assertThat(with(made -> made)).isEmpty();
  }

  @Test
  void aRuleThatIsGone() {
    assertThat(with(made -> made.replace("-A DOCKER-BRIDGE -o docker0 -j DOCKER\n", "")))
        .containsExactly(
            new RuleDifference(
                Kind.MISSING,
                "rule iptables -t filter -A DOCKER-BRIDGE -o docker0 -j DOCKER",
                "n1"));
  }

  @Test
  void aRuleThatIsMoreOrTwiceInOurChains() {
    String rule = "-A DOCKER-CT -o docker0 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT\n";
    assertThat(with(made -> made.replace(rule, rule + rule + "-A DOCKER-CT -j DROP\n")))
        .extracting(RuleDifference::kind)
        .containsExactly(Kind.LEFT_OVER, Kind.LEFT_OVER);
  }

  @Test
  void jumpsInTheWrongOrder() {
    String jumps = "-A FORWARD -j DOCKER-USER\n-A FORWARD -j DOCKER-FORWARD\n";
    String turned = "-A FORWARD -j DOCKER-FORWARD\n-A FORWARD -j DOCKER-USER\n";
    assertThat(with(made -> made.replace(jumps, turned)))
        .containsExactly(
            new RuleDifference(
                Kind.CHANGED, "jumps of chain FORWARD of iptables table filter", ""));
  }

  @Test
  void anEmptyHostLacksAllOfIt() {
    assertThat(with(_ -> ""))
        .hasSizeGreaterThan(15)
        .extracting(RuleDifference::kind)
        .containsOnly(Kind.MISSING);
  }
}
