package dev.pontoon.linux.nftables;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pontoon.linux.ip.Addresses;
import dev.pontoon.linux.ip.Cidr;
import dev.pontoon.linux.netlink.Attributes;
import dev.pontoon.linux.netlink.Encoder;
import dev.pontoon.linux.netlink.Fixtures;
import dev.pontoon.linux.netlink.Message;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DecoderTest {
  private static final Table TABLE = Table.of(Family.INET, "t");
  private static final NamedSet PORTS =
      NamedSet.map(
              TABLE,
              "ports",
              List.of(DataType.INET_PROTOCOL, DataType.INET_SERVICE),
              List.of(DataType.IPV4_ADDRESS, DataType.INET_SERVICE))
          .withCounters();

  @Test
  void aTableIsReadWithItsComment() {
    assertThat(Decoder.table(message("table"))).isEqualTo(new Table(Family.INET, "t", "c"));
  }

  @Test
  void aBaseChainIsRead() {
    assertThat(Decoder.chain(message("chain")))
        .isEqualTo(Chain.base(TABLE, "pre", Hook.of(Hook.Type.NAT, Hook.Point.PREROUTING, -100)));
  }

  @Test
  void aMapIsRead() {
    assertThat(Decoder.set(message("map"))).isEqualTo(PORTS);
    assertThat(Decoder.anonymous(message("map"))).isFalse();
  }

  @Test
  void anElementIsReadFieldByField() {
    assertThat(Decoder.elements(PORTS, List.of(message("elements"))))
        .containsExactly(
            new Element(
                List.of(Interval.of(Values.protocol(6)), Interval.of(Values.port(5000))),
                new ElementData.Fields(
                    List.of(Values.address(Addresses.parse("172.17.0.2")), Values.port(80))),
                "web",
                Optional.of(Counter.ZERO)));
  }

  @Test
  void theHalvesOfARangeAreReadAsOne() {
    NamedSet nets =
        NamedSet.map(TABLE, "nets", List.of(DataType.IPV4_ADDRESS), List.of(DataType.VERDICT))
            .withIntervals();
    assertThat(Decoder.elements(nets, List.of(message("elements-interval"))))
        .containsExactly(
            Element.of(List.of(Interval.of(Cidr.parse("10.0.0.0/8")))).to(new Verdict.Drop()));
  }

  @Test
  void aRuleIsReadAndIsWhatOurCompilerMakes() {
    InstalledRule rule = Decoder.rule(message("rule"));
    assertThat(rule.chain()).isEqualTo("pre");
    assertThat(rule.handle()).isEqualTo(6);
    assertThat(rule.comment()).isEqualTo("publish");
    assertThat(rule.expressions())
        .isEqualTo(
            Compiler.compile(
                Family.INET,
                List.of(
                    new Statement.Match(Selector.NFPROTO, false, Values.family(Family.IPV4)),
                    new Statement.DnatBy(List.of(Selector.L4PROTO, Selector.TH_DPORT), PORTS))));
  }

  @Test
  void aGenerationIsRead() {
    assertThat(Decoder.generation(message("generation"))).isEqualTo(2);
  }

  @ParameterizedTest
  @MethodSource("expressions")
  void anExpressionReadsAsItWasWritten(Expression expression) {
    Attributes written =
        Attributes.parse(Encoder.encode(e -> ExpressionCodec.encode(e, expression)));
    assertThat(ExpressionCodec.decode(written)).isEqualTo(expression);
  }

  static List<Expression> expressions() {
    return List.of(
        new Expression.Meta(6, 0),
        new Expression.Payload(1, 16, 4, 5),
        new Expression.Conntrack(2, 0),
        new Expression.Fib(3, 2, 15),
        new Expression.Compare(1, 4, Values.port(80)),
        new Expression.Bitwise(0, Values.mark(6), Values.mark(0)),
        new Expression.Lookup("s", 0, OptionalInt.empty(), true),
        new Expression.Lookup("m", 4, OptionalInt.of(8), false),
        new Expression.LookupVerdict("v", 0),
        new Expression.Immediate(0, Values.port(4444)),
        new Expression.Decide(new Verdict.Goto("publish")),
        new Expression.Decide(new Verdict.Jump("publish")),
        new Expression.Decide(new Verdict.Accept()),
        new Expression.Decide(new Verdict.Drop()),
        new Expression.Decide(new Verdict.Return()),
        new Expression.Decide(new Verdict.Continue()),
        new Expression.Nat(true, Family.IPV6, 0, OptionalInt.of(4)),
        new Expression.Nat(false, Family.IPV4, 0, OptionalInt.empty()),
        new Expression.Masquerade(),
        new Expression.Redirect(OptionalInt.of(0)),
        new Expression.Redirect(OptionalInt.empty()),
        new Expression.Count(new Counter(3, 200)),
        new Expression.Unknown("log", Encoder.encode(e -> e.attributeU16be(1, 7))));
  }

  private static Message message(String name) {
    return Fixtures.message(0, "nftables/" + name + ".hex");
  }
}
