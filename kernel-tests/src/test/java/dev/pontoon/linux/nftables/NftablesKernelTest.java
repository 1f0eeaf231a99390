package dev.pontoon.linux.nftables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pontoon.linux.ip.Addresses;
import dev.pontoon.linux.ip.Cidr;
import dev.pontoon.linux.netlink.Message;
import dev.pontoon.linux.netlink.NetlinkSocket;
import dev.pontoon.linux.netns.NetworkNamespace;
import dev.pontoon.linux.sys.Errno;
import dev.pontoon.linux.sys.KernelException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What goes in by native messages is what the nft command shows, and what comes out again. */
class NftablesKernelTest {
  private static final Table TABLE = new Table(Family.INET, "pontoon", "a comment");
  private static final NamedSet BRIDGES = NamedSet.set(TABLE, "bridges", DataType.INTERFACE_NAME);
  private static final NamedSet WITHIN =
      NamedSet.set(TABLE, "within", DataType.INTERFACE_NAME, DataType.INTERFACE_NAME);
  private static final NamedSet PORTS =
      NamedSet.map(
              TABLE,
              "ports4",
              List.of(DataType.INET_PROTOCOL, DataType.INET_SERVICE),
              List.of(DataType.IPV4_ADDRESS, DataType.INET_SERVICE))
          .withCounters();
  private static final NamedSet PORTS6 =
      NamedSet.map(
          TABLE,
          "ports6",
          List.of(DataType.IPV6_ADDRESS, DataType.INET_PROTOCOL, DataType.INET_SERVICE),
          List.of(DataType.IPV6_ADDRESS, DataType.INET_SERVICE));
  private static final NamedSet RANGES =
      NamedSet.map(
              TABLE,
              "ranges4",
              List.of(DataType.IPV4_ADDRESS, DataType.INET_PROTOCOL, DataType.INET_SERVICE),
              List.of(DataType.IPV4_ADDRESS))
          .withIntervals()
          .withCounters();
  private static final NamedSet SUBNETS =
      NamedSet.map(TABLE, "subnets", List.of(DataType.IPV4_ADDRESS), List.of(DataType.VERDICT))
          .withIntervals();
  private static final NamedSet MARKS =
      NamedSet.map(TABLE, "marks", List.of(DataType.ETHER_ADDRESS), List.of(DataType.MARK));
  private static final Chain PREROUTING =
      Chain.base(
          TABLE, "prerouting", Hook.of(Hook.Type.NAT, Hook.Point.PREROUTING, Hook.DESTINATION_NAT));
  private static final Chain POSTROUTING =
      Chain.base(
          TABLE, "postrouting", Hook.of(Hook.Type.NAT, Hook.Point.POSTROUTING, Hook.SOURCE_NAT));
  private static final Chain FORWARD =
      Chain.base(
          TABLE, "forward", new Hook(Hook.Type.FILTER, Hook.Point.FORWARD, Hook.FILTER, true));
  private static final Chain OTHER = Chain.regular(TABLE, "other");

  private NetworkNamespace host;
  private Nftables nftables;

  @BeforeEach
  void open() {
    host = NetworkNamespace.createUnnamed();
    nftables = new Nftables(host.socket(NetlinkSocket.NETFILTER));
  }

  @AfterEach
  void close() {
    nftables.close();
    host.close();
  }

  @Test
  void nftShowsTheSameWhetherWeOrItMadeTheRuleset() throws Exception {
    nftables.apply(ruleset());

    try (NetworkNamespace other = NetworkNamespace.createUnnamed()) {
      for (Change change : ruleset()) {
        Shell.run(other, NftText.render(change), "nft", "-f", "-");
      }
      assertThat(listing(host)).isEqualTo(listing(other));
    }
  }

  @Test
  void dumpsGiveBackWhatWasMade() {
    nftables.apply(ruleset());

    assertThat(nftables.tables()).containsExactly(TABLE);
    assertThat(nftables.chains(TABLE))
        .extracting(Chain::name, Chain::hook)
        .containsExactlyInAnyOrderElementsOf(
            List.of(PREROUTING, POSTROUTING, FORWARD, OTHER).stream()
                .map(c -> org.assertj.core.groups.Tuple.tuple(c.name(), c.hook()))
                .toList());
    assertThat(nftables.sets(TABLE))
        .extracting(NamedSet::name)
        .containsExactlyInAnyOrder(
            "bridges", "within", "ports4", "ports6", "ranges4", "subnets", "marks");
    assertThat(nftables.sets(TABLE).stream().map(NamedSet::data))
        .containsAll(List.of(PORTS.data(), SUBNETS.data()));
    assertThat(nftables.rules(TABLE).stream().map(InstalledRule::expressions).toList())
        .containsExactlyInAnyOrderElementsOf(
            rules().stream()
                .map(rule -> Compiler.compile(Family.INET, rule.statements()))
                .toList());
    elements()
        .forEach(add ->
            assertThat(nftables.elements(add.set()))
                .extracting(e -> uncounted(e))
                .containsExactlyInAnyOrderElementsOf(add.elements()));
    assertThat(nftables.elements(PORTS))
        .extracting(Element::counter)
        .containsOnly(Optional.of(Counter.ZERO));
  }

  @Test
  void deletesElementsRulesSetsChainsAndTables() {
    nftables.apply(ruleset());

    nftables.apply(
        elements().stream()
            .map(add -> (Change) new Change.DeleteElements(add.set(), add.elements()))
            .toList());
    assertThat(nftables.elements(RANGES)).isEmpty();
    assertThat(nftables.elements(SUBNETS)).isEmpty();

    InstalledRule first = nftables.rules(TABLE).getFirst();
    nftables.apply(List.of(new Change.DeleteRule(TABLE, first.chain(), first.handle())));
    assertThat(nftables.rules(TABLE)).hasSize(rules().size() - 1);

    nftables.apply(
        List.of(
            new Change.FlushChain(POSTROUTING),
            new Change.FlushChain(FORWARD),
            new Change.FlushChain(PREROUTING),
            new Change.FlushChain(OTHER),
            new Change.DeleteChain(FORWARD),
            new Change.FlushSet(PORTS),
            new Change.DeleteSet(PORTS)));
    assertThat(nftables.chains(TABLE)).extracting(Chain::name).doesNotContain("forward");

    nftables.apply(List.of(new Change.DeleteTable(TABLE)));
    assertThat(nftables.tables()).isEmpty();
  }

  @Test
  void aTransactionIsAllOrNothingAndTheErrorNamesTheCulprit() {
    nftables.apply(List.of(new Change.AddTable(TABLE), new Change.AddSet(PORTS)));
    Element element = element(5000);
    nftables.apply(List.of(new Change.AddElements(PORTS, List.of(element))));

    assertThatThrownBy(() ->
            nftables.apply(
                List.of(
                    new Change.AddChain(OTHER),
                    new Change.DeleteElements(PORTS, List.of(element(6000))),
                    new Change.AddSet(BRIDGES))))
        .isInstanceOf(KernelException.class)
        .hasMessageContaining("delete elements of map inet pontoon ports4")
        .hasMessageContaining("ENOENT");
    assertThat(nftables.chains(TABLE)).isEmpty();
    assertThat(nftables.elements(PORTS)).hasSize(1);
  }

  @Test
  void whatIsNotThereIsNamed() {
    nftables.apply(List.of(new Change.AddTable(TABLE)));
    assertThatThrownBy(() -> nftables.elements(BRIDGES))
        .hasMessageContaining("list elements of set inet pontoon bridges")
        .isInstanceOfSatisfying(
            KernelException.class, e -> assertThat(e.errno().is(Errno.ENOENT)).isTrue());
  }

  @Test
  void thousandsOfElementsGoInOneTransaction() throws Exception {
    nftables.apply(List.of(new Change.AddTable(TABLE), new Change.AddSet(PORTS)));
    List<Element> many =
        IntStream.rangeClosed(1, 10_000).mapToObj(NftablesKernelTest::element).toList();

    nftables.apply(List.of(new Change.AddElements(PORTS, many)));
    assertThat(nftables.elements(PORTS)).hasSize(10_000);

    nftables.apply(List.of(new Change.DeleteElements(PORTS, many)));
    assertThat(nftables.elements(PORTS)).isEmpty();
  }

  @Test
  void aChangeIsNotifiedWithItsGeneration() {
    try (NetlinkSocket events = host.socket(NetlinkSocket.NETFILTER)) {
      events.join(Nftables.GROUP);
      nftables.apply(List.of(new Change.AddTable(TABLE)));

      List<Message> messages = new ArrayList<>();
      while (messages.stream().noneMatch(m -> Nftables.generation(m).isPresent())) {
        List<Message> more = events.receive(10_000);
        assertThat(more).as("after %s", messages).isNotEmpty();
        messages.addAll(more);
      }
      assertThat(Nftables.generation(messages.getLast())).hasValue(nftables.generation());
    }
  }

  private static List<Change> ruleset() {
    List<Change> changes = new ArrayList<>();
    changes.add(new Change.AddTable(TABLE));
    elements().forEach(add -> changes.add(new Change.AddSet(add.set())));
    List.of(PREROUTING, POSTROUTING, FORWARD, OTHER)
        .forEach(chain -> changes.add(new Change.AddChain(chain)));
    rules().forEach(rule -> changes.add(new Change.AddRule(rule)));
    changes.addAll(elements());
    return changes;
  }

  private static List<Rule> rules() {
    List<Selector> port = List.of(Selector.L4PROTO, Selector.TH_DPORT);
    List<Selector> port4 = List.of(Selector.IP_DADDR, Selector.L4PROTO, Selector.TH_DPORT);
    List<Selector> port6 = List.of(Selector.IP6_DADDR, Selector.L4PROTO, Selector.TH_DPORT);
    return List.of(
        Rule.of(
            PREROUTING,
            new Statement.MatchPrefix(
                Selector.IP_DADDR, Values.address(Addresses.parse("127.0.0.0")), 8),
            new Statement.Decide(new Verdict.Return())),
        Rule.of(
            PREROUTING,
            new Statement.Match(Selector.IP6_DADDR, false, Values.address(Addresses.parse("::1"))),
            new Statement.Match(Selector.L4PROTO, false, Values.protocol(6)),
            new Statement.Redirect(Optional.of(4444))),
        Rule.of(
            PREROUTING,
            new Statement.Match(Selector.FIB_DADDR_TYPE, false, Values.mark(2)),
            new Statement.Decide(new Verdict.Jump("other"))),
        Rule.of(
            PREROUTING,
            new Statement.Match(Selector.NFPROTO, false, Values.family(Family.IPV4)),
            new Statement.DnatBy(port, PORTS)),
        Rule.of(PREROUTING, new Statement.DnatBy(port4, RANGES)),
        Rule.of(PREROUTING, new Statement.DnatBy(port6, PORTS6)),
        new Rule(
            POSTROUTING,
            List.of(
                new Statement.InSet(List.of(Selector.IIFNAME, Selector.OIFNAME), false, WITHIN),
                new Statement.MatchBits(Selector.CT_STATUS, 1 << 5),
                new Statement.Masquerade()),
            "hairpin"),
        Rule.of(
            FORWARD,
            new Statement.MatchBits(Selector.CT_STATE, 6),
            new Statement.Count(),
            new Statement.Decide(new Verdict.Accept())),
        Rule.of(
            FORWARD,
            new Statement.Match(Selector.IIFNAME, true, Values.interfaceName("lo")),
            new Statement.InSet(List.of(Selector.OIFNAME), true, BRIDGES),
            new Statement.Decide(new Verdict.Goto("other"))),
        Rule.of(FORWARD, new Statement.DecideBy(List.of(Selector.IP_SADDR), SUBNETS)),
        Rule.of(OTHER, new Statement.Decide(new Verdict.Drop())));
  }

  private static List<Change.AddElements> elements() {
    Interval everywhere = Interval.of(Cidr.parse("0.0.0.0/0"));
    return List.of(
        new Change.AddElements(BRIDGES, List.of(Element.of(Values.interfaceName("pontoon0")))),
        new Change.AddElements(
            WITHIN,
            List.of(
                Element.of(Values.interfaceName("br0"), Values.interfaceName("br0"))
                    .withComment("172.17.0.0/16"))),
        new Change.AddElements(
            PORTS,
            List.of(
                Element.of(Values.protocol(6), Values.port(5000))
                    .to(Values.address(Addresses.parse("172.17.0.2")), Values.port(80)))),
        new Change.AddElements(
            PORTS6,
            List.of(
                Element.of(
                        Values.address(Addresses.parse("2001:db8::1")),
                        Values.protocol(17),
                        Values.port(53))
                    .to(Values.address(Addresses.parse("fd00::2")), Values.port(5353)))),
        new Change.AddElements(
            RANGES,
            List.of(
                Element.of(
                        List.of(
                            everywhere,
                            Interval.of(Values.protocol(6)),
                            new Interval(Values.port(20_000), Values.port(29_999))))
                    .to(Values.address(Addresses.parse("172.17.0.2"))))),
        new Change.AddElements(
            SUBNETS,
            List.of(
                Element.of(List.of(Interval.of(Cidr.parse("10.0.0.0/8")))).to(new Verdict.Accept()),
                Element.of(List.of(Interval.of(Cidr.parse("172.17.0.0/16"))))
                    .to(new Verdict.Goto("other"))
                    .withComment("a network"),
                Element.of(List.of(Interval.of(Cidr.parse("255.0.0.0/8"))))
                    .to(new Verdict.Drop()))),
        new Change.AddElements(
            MARKS,
            List.of(
                Element.of(dev.pontoon.linux.netlink.Bytes.ofHex("0242ac110002"))
                    .to(Values.mark(0x2a)))));
  }

  private static Element uncounted(Element element) {
    return new Element(element.key(), element.data(), element.comment(), Optional.empty());
  }

  private static Element element(int port) {
    return Element.of(Values.protocol(6), Values.port(port))
        .to(Values.address(Addresses.parse("172.17.0.2")), Values.port(port));
  }

  private static String listing(NetworkNamespace host) throws Exception {
    return Shell.run(host, "", "nft", "-j", "list", "ruleset")
        .replaceAll("\"handle\": \\d+", "\"handle\": 0");
  }
}
