package dev.pontoon.engine.firewall.guard;

import static dev.pontoon.engine.firewall.guard.GuardSets.GUARDED;
import static dev.pontoon.engine.firewall.guard.GuardSets.LINKS6;
import static dev.pontoon.engine.firewall.guard.GuardSets.SOURCES4;
import static dev.pontoon.engine.firewall.guard.GuardSets.SOURCES6;
import static dev.pontoon.engine.firewall.guard.GuardSets.TABLE;
import static dev.pontoon.engine.firewall.guard.GuardSets.TARGETS6;

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
import dev.pontoon.linux.nftables.Statement.Count;
import dev.pontoon.linux.nftables.Statement.Decide;
import dev.pontoon.linux.nftables.Statement.InSet;
import dev.pontoon.linux.nftables.Statement.Match;
import dev.pontoon.linux.nftables.Values;
import dev.pontoon.linux.nftables.Verdict;
import java.util.ArrayList;
import java.util.List;

/**
 * The guard's chains and rules, the same whatever endpoints there are. They run before the bridge
 * learns a source address (br_handle_frame_finish), so what they drop leaves no trace in its table.
 *
 * <p>They say what may pass: the rest of a guarded port's frames is dropped, that with a VLAN tag
 * too, since the type in its header is the tag's. Other ports' frames pass.
 */
final class GuardRuleset {
  private static final int VLAN = 0x8100; // IEEE 802.1Q
  private static final int SERVICE_VLAN = 0x88a8; // IEEE 802.1ad
  private static final int ICMPV6 = 58;
  private static final int ROUTER_ADVERTISEMENT = 134; // RFC 4861, 4
  private static final int SOLICITATION = 135;
  private static final int ADVERTISEMENT = 136;
  private static final int REDIRECT = 137;
  private static final int BARE = 24; // bytes of a solicitation or advertisement without options
  private static final int WITH_ONE_OPTION = BARE + 8;
  private static final int SOURCE_LINK = 0x0101; // RFC 4861, 4.6.1: type, length in 8 bytes
  private static final int TARGET_LINK = 0x0201;

  private static final Chain PREROUTING =
      Chain.base(TABLE, "prerouting", Hook.of(Hook.Type.FILTER, Hook.Point.PREROUTING, Hook.RAW));
  private static final Chain SENT6 = Chain.regular(TABLE, "sent6");
  private static final Chain SOLICITED = Chain.regular(TABLE, "solicited");
  private static final Chain DETECTED = Chain.regular(TABLE, "detected");
  private static final Chain ADVERTISED = Chain.regular(TABLE, "advertised");
  private static final Chain REFUSE = Chain.regular(TABLE, "refuse");
  private static final Chain REFUSED = Chain.regular(TABLE, "refused");

  private static final Statement ACCEPT = new Decide(new Verdict.Accept());
  private static final Statement DROP = new Decide(new Verdict.Drop());

  private final List<Change> changes = new ArrayList<>();

  private GuardRuleset() {}

  /** Makes the table anew, without elements. */
  static List<Change> install() {
    GuardRuleset ruleset = new GuardRuleset();
    ruleset.changes.addAll(uninstall());
    ruleset.changes.add(new Change.AddTable(TABLE));
    GuardSets.ALL.forEach(set -> ruleset.changes.add(new Change.AddSet(set)));
    List.of(PREROUTING, SENT6, SOLICITED, DETECTED, ADVERTISED, REFUSE, REFUSED)
        .forEach(chain -> ruleset.changes.add(new Change.AddChain(chain)));
    ruleset.sources();
    ruleset.neighbourDiscovery();
    ruleset.refusals();
    return List.copyOf(ruleset.changes);
  }

  /** Removes the table, also where there is none. */
  static List<Change> uninstall() {
    return List.of(new Change.AddTable(TABLE), new Change.DeleteTable(TABLE));
  }

  private void sources() {
    // Said though the rules below imply it: where an administrator reads a listing in again, nft
    // matches them by what is behind a tag (meta protocol).
    rule(PREROUTING, is(Selector.ETHER_TYPE, Values.u16(VLAN)), goTo(REFUSE));
    rule(PREROUTING, is(Selector.ETHER_TYPE, Values.u16(SERVICE_VLAN)), goTo(REFUSE));
    rule(
        PREROUTING,
        type(Family.IPV4),
        in(SOURCES4, Selector.IIFNAME, Selector.ETHER_SADDR, Selector.IP_SADDR),
        ACCEPT);
    rule(
        PREROUTING,
        type(Family.IPV6),
        in(SOURCES6, Selector.IIFNAME, Selector.ETHER_SADDR, Selector.IP6_SADDR),
        goTo(SENT6));
    rule(
        PREROUTING,
        type(Family.ARP),
        in(SOURCES4, Selector.IIFNAME, Selector.ETHER_SADDR, Selector.ARP_SADDR_IP),
        in(SOURCES4, Selector.IIFNAME, Selector.ARP_SADDR_ETHER, Selector.ARP_SADDR_IP),
        ACCEPT);
    rule(PREROUTING, goTo(REFUSE));
    rule(SENT6, new Match(Selector.L4PROTO, true, Values.protocol(ICMPV6)), ACCEPT);
    rule(SENT6, icmpv6(), message(SOLICITATION), goTo(SOLICITED));
    rule(SENT6, icmpv6(), message(ADVERTISEMENT), goTo(ADVERTISED));
    rule(SENT6, icmpv6(), message(ROUTER_ADVERTISEMENT), goTo(REFUSE));
    rule(SENT6, icmpv6(), message(REDIRECT), goTo(REFUSE));
    rule(SENT6, icmpv6(), ACCEPT);
    rule(SENT6, goTo(REFUSE)); // what follows the header can't be read
  }

  /**
   * Solicitations and advertisements are taken in the forms that the kernel sends; others could
   * hide an option from a look at a fixed place. Receivers ignore them in fragments (RFC 6980).
   */
  private void neighbourDiscovery() {
    Match unspecified = new Match(Selector.IP6_SADDR, false, Values.address(Addresses.parse("::")));
    rule(SOLICITED, unspecified, goTo(DETECTED));
    rule(SOLICITED, length(BARE), ACCEPT);
    rule(SOLICITED, length(WITH_ONE_OPTION), option(SOURCE_LINK), ownLink(), ACCEPT);
    rule(SOLICITED, goTo(REFUSE));
    // Duplicate address detection for somebody else's address would make its owner give it up.
    rule(DETECTED, ownTarget(), ACCEPT);
    rule(DETECTED, goTo(REFUSE));
    rule(ADVERTISED, length(BARE), ownTarget(), ACCEPT);
    rule(ADVERTISED, length(WITH_ONE_OPTION), option(TARGET_LINK), ownTarget(), ownLink(), ACCEPT);
    rule(ADVERTISED, goTo(REFUSE));
  }

  private void refusals() {
    rule(REFUSE, in(GUARDED, Selector.IIFNAME), goTo(REFUSED));
    rule(REFUSED, type(Family.ARP), new Count(), DROP);
    rule(REFUSED, type(Family.IPV4), new Count(), DROP);
    rule(REFUSED, type(Family.IPV6), new Count(), DROP);
    rule(REFUSED, new Count(), DROP);
  }

  private void rule(Chain chain, Statement... statements) {
    changes.add(new Change.AddRule(Rule.of(chain, statements)));
  }

  private static InSet in(NamedSet set, Selector... key) {
    return new InSet(List.of(key), false, set);
  }

  private static InSet ownTarget() {
    return in(TARGETS6, Selector.IIFNAME, Selector.ND_TARGET);
  }

  private static InSet ownLink() {
    return in(LINKS6, Selector.IIFNAME, Selector.ND_LINK);
  }

  private static Match type(Family family) {
    return is(Selector.ETHER_TYPE, Values.u16(family.etherType()));
  }

  private static Match icmpv6() {
    return is(Selector.L4PROTO, Values.protocol(ICMPV6));
  }

  private static Match message(int type) {
    return is(Selector.ICMPV6_TYPE, Values.u8(type));
  }

  private static Match length(int bytes) {
    return is(Selector.IP6_LENGTH, Values.u16(bytes));
  }

  private static Match option(int typeAndLength) {
    return is(Selector.ND_OPTION, Values.u16(typeAndLength));
  }

  private static Match is(Selector selector, Bytes value) {
    return new Match(selector, false, value);
  }

  private static Decide goTo(Chain chain) {
    return new Decide(new Verdict.Goto(chain.name()));
  }
}
