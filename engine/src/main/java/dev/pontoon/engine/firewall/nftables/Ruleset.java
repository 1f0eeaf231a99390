package dev.pontoon.engine.firewall.nftables;

import static dev.pontoon.engine.firewall.nftables.Sets.BRIDGES;
import static dev.pontoon.engine.firewall.nftables.Sets.INTERNAL;
import static dev.pontoon.engine.firewall.nftables.Sets.SEPARATED;
import static dev.pontoon.engine.firewall.nftables.Sets.TABLE;
import static dev.pontoon.engine.firewall.nftables.Sets.WITHIN;

import dev.pontoon.linux.ip.Addresses;
import dev.pontoon.linux.netlink.Bytes;
import dev.pontoon.linux.nftables.Chain;
import dev.pontoon.linux.nftables.Change;
import dev.pontoon.linux.nftables.Family;
import dev.pontoon.linux.nftables.Hook;
import dev.pontoon.linux.nftables.NamedSet;
import dev.pontoon.linux.nftables.Rule;
import dev.pontoon.linux.nftables.Selector;
import dev.pontoon.linux.nftables.Statement;
import dev.pontoon.linux.nftables.Statement.Decide;
import dev.pontoon.linux.nftables.Statement.DnatBy;
import dev.pontoon.linux.nftables.Statement.InSet;
import dev.pontoon.linux.nftables.Statement.Masquerade;
import dev.pontoon.linux.nftables.Statement.Match;
import dev.pontoon.linux.nftables.Statement.MatchBits;
import dev.pontoon.linux.nftables.Statement.MatchPrefix;
import dev.pontoon.linux.nftables.Statement.Redirect;
import dev.pontoon.linux.nftables.Values;
import dev.pontoon.linux.nftables.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The chains and rules, which are the same whatever networks and ports there are.
 *
 * <p>Packets of others pass: each chain accepts what no rule of it speaks of.
 */
final class Ruleset {
  private static final Verdict ACCEPT = new Verdict.Accept();
  private static final Verdict DROP = new Verdict.Drop();
  private static final Verdict RETURN = new Verdict.Return();
  private static final Bytes LOCAL = Values.mark(2); // RTN_LOCAL
  private static final long ESTABLISHED_OR_RELATED = 2 | 4;
  private static final long TRANSLATED = 1 << 5; // IPS_DST_NAT
  private static final int TCP = 6;
  private static final int UDP = 17;

  private static final List<Selector> PORT = List.of(Selector.L4PROTO, Selector.TH_DPORT);
  private static final List<Selector> PORT4 =
      List.of(Selector.IP_DADDR, Selector.L4PROTO, Selector.TH_DPORT);
  private static final List<Selector> PORT6 =
      List.of(Selector.IP6_DADDR, Selector.L4PROTO, Selector.TH_DPORT);
  private static final List<Selector> WAY = List.of(Selector.IIFNAME, Selector.OIFNAME);

  private static final Chain GUARD =
      base("guard", Hook.Type.FILTER, Hook.Point.PREROUTING, Hook.RAW);
  private static final Chain PREROUTING =
      base("prerouting", Hook.Type.NAT, Hook.Point.PREROUTING, Hook.DESTINATION_NAT);
  private static final Chain OUTPUT =
      base("output", Hook.Type.NAT, Hook.Point.OUTPUT, Hook.DESTINATION_NAT);
  private static final Chain POSTROUTING =
      base("postrouting", Hook.Type.NAT, Hook.Point.POSTROUTING, Hook.SOURCE_NAT);
  private static final Chain FORWARD =
      base("forward", Hook.Type.FILTER, Hook.Point.FORWARD, Hook.FILTER);
  private static final Chain INPUT = base("input", Hook.Type.FILTER, Hook.Point.INPUT, Hook.FILTER);

  /** Where ports are published. */
  static final Chain PUBLISH = Chain.regular(TABLE, "publish");

  private static final Chain PUBLISH4 = Chain.regular(TABLE, "publish4");
  private static final Chain PUBLISH6 = Chain.regular(TABLE, "publish6");
  private static final Chain HAIRPIN = Chain.regular(TABLE, "hairpin");
  private static final Chain NEIGHBOURS = Chain.regular(TABLE, "neighbours");
  private static final Chain TRANSLATED_ONLY = Chain.regular(TABLE, "translated_only");

  /** Where packets go to the relay. */
  static final Chain RELAY = Chain.regular(TABLE, "relay");

  private final int relayPort;
  private final List<Change> changes = new ArrayList<>();

  private Ruleset(int relayPort) {
    this.relayPort = relayPort;
  }

  /** Makes the table anew, without elements; the relay's port is 0 where there is none. */
  static List<Change> install(int relayPort) {
    Ruleset ruleset = new Ruleset(relayPort);
    ruleset.remove();
    ruleset.changes.add(new Change.AddTable(TABLE));
    Sets.ALL.forEach(set -> ruleset.changes.add(new Change.AddSet(set)));
    ruleset.chains();
    ruleset.guard();
    ruleset.publish();
    ruleset.relay();
    ruleset.postrouting();
    ruleset.forward();
    return List.copyOf(ruleset.changes);
  }

  /** Removes the table, also where there is none. */
  static List<Change> uninstall() {
    Ruleset ruleset = new Ruleset(0);
    ruleset.remove();
    return List.copyOf(ruleset.changes);
  }

  private void remove() {
    changes.add(new Change.AddTable(TABLE)); // so that there is one to delete
    changes.add(new Change.DeleteTable(TABLE));
  }

  private void chains() {
    List.of(
            GUARD,
            PREROUTING,
            OUTPUT,
            POSTROUTING,
            FORWARD,
            INPUT,
            PUBLISH,
            PUBLISH4,
            PUBLISH6,
            HAIRPIN,
            NEIGHBOURS,
            TRANSLATED_ONLY,
            RELAY)
        .forEach(chain -> changes.add(new Change.AddChain(chain)));
  }

  /**
   * Bridges route 127/8, so that the host reaches containers from there. What containers send to or
   * from 127/8 must not profit; other interfaces' such packets the kernel drops itself. Every
   * packet of the host passes here, so the comparison comes before the look into the set.
   */
  private void guard() {
    rule(GUARD, loopback(Selector.IP_DADDR), in(BRIDGES, Selector.IIFNAME), decide(DROP));
    rule(GUARD, loopback(Selector.IP_SADDR), in(BRIDGES, Selector.IIFNAME), decide(DROP));
  }

  private void publish() {
    // Translation comes before routing would drop the packet as a martian.
    rule(PREROUTING, loopback(Selector.IP_DADDR), decide(RETURN));
    Match local = new Match(Selector.FIB_DADDR_TYPE, false, LOCAL);
    rule(PREROUTING, local, goTo(PUBLISH));
    rule(OUTPUT, local, goTo(PUBLISH));
    rule(PUBLISH, family(Family.IPV4), goTo(PUBLISH4));
    rule(PUBLISH, family(Family.IPV6), goTo(PUBLISH6));
    rule(PUBLISH4, family(Family.IPV4), new DnatBy(PORT4, Sets.HOST_PORTS4));
    rule(PUBLISH4, family(Family.IPV4), new DnatBy(PORT, Sets.PORTS4));
    rule(PUBLISH4, family(Family.IPV4), new DnatBy(PORT4, Sets.RANGES4));
    rule(PUBLISH6, new InSet(PORT6, false, Sets.RELAYED_HOST_PORTS), goTo(RELAY));
    rule(PUBLISH6, new InSet(PORT, false, Sets.RELAYED_PORTS), goTo(RELAY));
    rule(PUBLISH6, new InSet(PORT6, false, Sets.RELAYED_RANGES), goTo(RELAY));
    // The kernel can't route what comes from ::1, whatever its destination becomes.
    rule(
        PUBLISH6,
        new Match(Selector.IP6_DADDR, false, Values.address(Addresses.parse("::1"))),
        decide(RETURN));
    rule(PUBLISH6, family(Family.IPV6), new DnatBy(PORT6, Sets.HOST_PORTS6));
    rule(PUBLISH6, family(Family.IPV6), new DnatBy(PORT, Sets.PORTS6));
    rule(PUBLISH6, family(Family.IPV6), new DnatBy(PORT6, Sets.RANGES6));
  }

  /** The relay's own port answers only to what was sent to it by these rules. */
  private void relay() {
    if (relayPort == 0) {
      return;
    }
    for (int number : List.of(TCP, UDP)) {
      Match protocol = new Match(Selector.L4PROTO, false, Values.protocol(number));
      rule(RELAY, protocol, new Redirect(Optional.of(relayPort)));
      Match port = new Match(Selector.TH_DPORT, false, Values.port(relayPort));
      rule(INPUT, protocol, port, goTo(TRANSLATED_ONLY));
    }
  }

  private void postrouting() {
    rule(POSTROUTING, loopback(Selector.IP_SADDR), in(BRIDGES, Selector.OIFNAME), new Masquerade());
    MatchBits translated = new MatchBits(Selector.CT_STATUS, TRANSLATED);
    rule(POSTROUTING, in(BRIDGES, Selector.OIFNAME), translated, goTo(HAIRPIN));
    // From one network to a port that another publishes: the real source finds its way back.
    rule(POSTROUTING, in(BRIDGES, Selector.OIFNAME), decide(RETURN));
    rule(
        POSTROUTING,
        new InSet(List.of(Selector.NFPROTO, Selector.IIFNAME), false, Sets.MASQUERADED),
        new Masquerade());
    // A neighbour would answer directly, and not be recognised. By address, since what the bridge
    // itself translates (br_netfilter) has no input interface here.
    rule(
        HAIRPIN,
        new InSet(List.of(Selector.IP_SADDR, Selector.OIFNAME), false, Sets.SUBNETS4),
        new Masquerade());
    rule(
        HAIRPIN,
        new InSet(List.of(Selector.IP6_SADDR, Selector.OIFNAME), false, Sets.SUBNETS6),
        new Masquerade());
  }

  private void forward() {
    rule(FORWARD, new MatchBits(Selector.CT_STATE, ESTABLISHED_OR_RELATED), decide(ACCEPT));
    rule(FORWARD, new InSet(WAY, false, WITHIN), goTo(NEIGHBOURS));
    rule(FORWARD, in(INTERNAL, Selector.IIFNAME), decide(DROP));
    rule(FORWARD, in(INTERNAL, Selector.OIFNAME), decide(DROP));
    rule(FORWARD, in(BRIDGES, Selector.OIFNAME), goTo(TRANSLATED_ONLY));
    MatchBits translated = new MatchBits(Selector.CT_STATUS, TRANSLATED);
    rule(NEIGHBOURS, translated, decide(ACCEPT));
    rule(NEIGHBOURS, in(SEPARATED, Selector.IIFNAME), decide(DROP));
    rule(TRANSLATED_ONLY, translated, decide(ACCEPT));
    rule(TRANSLATED_ONLY, decide(DROP));
  }

  private void rule(Chain chain, Statement... statements) {
    changes.add(new Change.AddRule(Rule.of(chain, statements)));
  }

  private static Chain base(String name, Hook.Type type, Hook.Point point, int priority) {
    return Chain.base(TABLE, name, Hook.of(type, point, priority));
  }

  private static InSet in(NamedSet set, Selector selector) {
    return new InSet(List.of(selector), false, set);
  }

  private static MatchPrefix loopback(Selector selector) {
    return new MatchPrefix(selector, Values.address(Addresses.parse("127.0.0.0")), 8);
  }

  private static Match family(Family family) {
    return new Match(Selector.NFPROTO, false, Values.family(family));
  }

  private static Decide decide(Verdict verdict) {
    return new Decide(verdict);
  }

  private static Decide goTo(Chain chain) {
    return new Decide(new Verdict.Goto(chain.name()));
  }
}
