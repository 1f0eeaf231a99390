package dev.pontoon.linux.nftables;

import static java.util.stream.Collectors.joining;

import dev.pontoon.linux.ip.Addresses;
import dev.pontoon.linux.ip.MacAddress;
import dev.pontoon.linux.netlink.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Changes as the {@code nft} commands that would do the same. */
public final class NftText {
  private static final String[] CT_STATES = {"invalid", "established", "related", "new"};
  private static final int DNAT_BIT = 5; // IPS_DST_NAT_BIT
  private static final int LOCAL = 2; // RTN_LOCAL

  private NftText() {}

  /** A command line without the leading {@code nft}. */
  public static String render(Change change) {
    return switch (change) {
      case Change.AddTable(Table table) -> "add table " + table + block(comment(table.comment()));
      case Change.DeleteTable(Table table) -> "delete table " + table;
      case Change.AddChain(Chain chain) ->
          "add " + name(chain) + chain.hook().map(NftText::hook).orElse("");
      case Change.DeleteChain(Chain chain) -> "delete " + name(chain);
      case Change.FlushChain(Chain chain) -> "flush " + name(chain);
      case Change.AddSet(NamedSet set) -> "add " + set + " { " + definition(set) + " }";
      case Change.DeleteSet(NamedSet set) -> "delete " + set;
      case Change.FlushSet(NamedSet set) -> "flush " + set;
      case Change.AddRule(Rule rule) -> "add rule " + rule(rule);
      case Change.DeleteRule(Table table, String chain, long handle) ->
          "delete rule " + table + " " + chain + " handle " + handle;
      case Change.AddElements(NamedSet set, List<Element> elements) ->
          "add element " + elements(set, elements);
      case Change.DeleteElements(NamedSet set, List<Element> elements) ->
          "delete element " + elements(set, elements.stream().map(NftText::keyOnly).toList());
    };
  }

  private static String block(String body) {
    return body.isEmpty() ? "" : " {" + body + "; }";
  }

  private static String comment(String text) {
    return text.isEmpty() ? "" : " comment \"" + text + "\"";
  }

  private static String name(Chain chain) {
    return "chain " + chain.table() + " " + chain.name();
  }

  private static String hook(Hook hook) {
    return " { type %s hook %s priority %d; policy %s; }"
        .formatted(hook.type(), hook.point(), hook.priority(), hook.drop() ? "drop" : "accept");
  }

  private static String definition(NamedSet set) {
    String key =
        set.origin().isEmpty() ? "type " + types(set.key()) : "typeof " + key(set.origin());
    String type = key + (set.isMap() ? " : " + types(set.data()) : "") + ";";
    return type + (set.intervals() ? " flags interval;" : "") + (set.counters() ? " counter;" : "");
  }

  private static String types(List<DataType> types) {
    return types.stream().map(DataType::toString).collect(joining(" . "));
  }

  private static String rule(Rule rule) {
    return rule.chain().table()
        + " "
        + rule.chain().name()
        + " "
        + rule.statements().stream().map(NftText::statement).collect(joining(" "))
        + comment(rule.comment());
  }

  private static String statement(Statement statement) {
    return switch (statement) {
      case Statement.Match(Selector selector, boolean negated, Bytes value) ->
          selector + (negated ? " != " : " ") + value(selector, value);
      case Statement.MatchPrefix(Selector selector, Bytes value, int length) ->
          selector + " " + value(selector, value) + "/" + length;
      case Statement.MatchBits(Selector selector, long bits) ->
          selector + " " + bits(selector, bits);
      case Statement.InSet(List<Selector> key, boolean negated, NamedSet set) ->
          key(key) + (negated ? " != @" : " @") + set.name();
      case Statement.DecideBy(List<Selector> key, NamedSet map) ->
          key(key) + " vmap @" + map.name();
      case Statement.Decide(Verdict verdict) -> verdict(verdict);
      case Statement.DnatBy(List<Selector> key, NamedSet map) ->
          (map.data().getFirst() == DataType.IPV6_ADDRESS ? "dnat ip6 to " : "dnat ip to ")
              + key(key)
              + " map @"
              + map.name();
      case Statement.Masquerade() -> "masquerade";
      case Statement.Redirect(Optional<Integer> port) ->
          "redirect" + port.map(p -> " to :" + p).orElse("");
      case Statement.Count() -> "counter";
    };
  }

  private static String key(List<Selector> key) {
    return key.stream().map(Selector::toString).collect(joining(" . "));
  }

  private static String value(Selector selector, Bytes value) {
    return switch (selector) {
      case IIFNAME, OIFNAME -> value(DataType.INTERFACE_NAME, value);
      case NFPROTO -> value(DataType.NF_PROTO, value);
      case PROTOCOL, ETHER_TYPE -> etherType(value.u16be(0));
      case ETHER_SADDR, ARP_SADDR_ETHER, ND_LINK -> value(DataType.ETHER_ADDRESS, value);
      case ARP_SADDR_IP, ND_TARGET -> value(DataType.IPV4_ADDRESS, value);
      case IP6_LENGTH -> Integer.toString(value.u16be(0));
      case ICMPV6_TYPE -> icmpv6(value.u8(0));
      case ND_OPTION -> "0x%04x".formatted(value.u16be(0));
      case L4PROTO -> value(DataType.INET_PROTOCOL, value);
      case IP_SADDR, IP_DADDR, IP6_SADDR, IP6_DADDR -> value(DataType.IPV4_ADDRESS, value);
      case TH_SPORT, TH_DPORT -> value(DataType.INET_SERVICE, value);
      case CT_STATE, CT_STATUS -> bits(selector, value.u32(0));
      case FIB_SADDR_TYPE, FIB_DADDR_TYPE ->
          value.u32(0) == LOCAL ? "local" : Long.toString(value.u32(0));
    };
  }

  private static String bits(Selector selector, long bits) {
    List<String> names = new ArrayList<>();
    for (int bit = 0; bit < Integer.SIZE; bit++) {
      if ((bits >> bit & 1) != 0) {
        names.add(bit(selector, bit));
      }
    }
    return String.join(",", names);
  }

  private static String bit(Selector selector, int bit) {
    if (selector == Selector.CT_STATE && bit < CT_STATES.length) {
      return CT_STATES[bit];
    }
    if (selector == Selector.CT_STATUS && bit == DNAT_BIT) {
      return "dnat";
    }
    return "0x" + Long.toHexString(1L << bit);
  }

  private static String value(DataType type, Bytes value) {
    return switch (type) {
      case VERDICT -> throw new IllegalArgumentException("a verdict is no value");
      case NF_PROTO -> value.u8(0) == Family.IPV6.number() ? "ipv6" : "ipv4";
      case IPV4_ADDRESS, IPV6_ADDRESS -> Addresses.text(Addresses.of(value.toArray()));
      case ETHER_ADDRESS -> MacAddress.of(value.toArray()).toString();
      case INET_PROTOCOL -> protocol(value.u8(0));
      case INET_SERVICE -> Integer.toString(value.u16be(0));
      case MARK -> "0x" + Long.toHexString(value.u32(0));
      case INTERFACE_NAME -> "\"" + value.text() + "\"";
    };
  }

  private static String etherType(int number) {
    return Family.ofEtherType(number)
        .map(Family::toString)
        .orElseGet(() -> "0x%04x".formatted(number));
  }

  private static String icmpv6(int number) {
    return switch (number) {
      case 134 -> "nd-router-advert";
      case 135 -> "nd-neighbor-solicit";
      case 136 -> "nd-neighbor-advert";
      case 137 -> "nd-redirect";
      default -> Integer.toString(number);
    };
  }

  private static String protocol(int number) {
    return switch (number) {
      case 6 -> "tcp";
      case 17 -> "udp";
      case 58 -> "ipv6-icmp";
      case 132 -> "sctp";
      default -> Integer.toString(number);
    };
  }

  private static String verdict(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Accept() -> "accept";
      case Verdict.Drop() -> "drop";
      case Verdict.Return() -> "return";
      case Verdict.Continue() -> "continue";
      case Verdict.Jump(String chain) -> "jump " + chain;
      case Verdict.Goto(String chain) -> "goto " + chain;
    };
  }

  private static String elements(NamedSet set, List<Element> elements) {
    return set.table()
        + " "
        + set.name()
        + elements.stream().map(e -> element(set, e)).collect(joining(", ", " { ", " }"));
  }

  /** The key of a set's element in the nft language. */
  public static String key(NamedSet set, Element element) {
    return element(set, keyOnly(element)).replaceAll(" comment .*", "");
  }

  private static Element keyOnly(Element element) {
    return Element.of(element.key());
  }

  private static String element(NamedSet set, Element element) {
    List<String> key = new ArrayList<>();
    for (int i = 0; i < element.key().size(); i++) {
      key.add(interval(set.key().get(i), element.key().get(i)));
    }
    return String.join(" . ", key) + comment(element.comment()) + data(set, element.data());
  }

  private static String interval(DataType type, Interval interval) {
    String from = value(type, interval.from());
    return interval.single() ? from : from + "-" + value(type, interval.to());
  }

  private static String data(NamedSet set, ElementData data) {
    return switch (data) {
      case ElementData.None() -> "";
      case ElementData.Decision(Verdict verdict) -> " : " + verdict(verdict);
      case ElementData.Fields(List<Bytes> values) -> {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
          texts.add(value(set.data().get(i), values.get(i)));
        }
        yield " : " + String.join(" . ", texts);
      }
    };
  }
}
