package dev.pontoon.linux.nftables;

import dev.pontoon.linux.netlink.Attributes;
import dev.pontoon.linux.netlink.Bytes;
import dev.pontoon.linux.netlink.MalformedMessageException;
import dev.pontoon.linux.netlink.Message;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Reads what the kernel answers. Whatever the bytes, nothing but {@link MalformedMessageException}
 * gets out.
 */
final class Decoder {
  private Decoder() {}

  static Table table(Message message) {
    Attributes attributes = attributes(message);
    return new Table(
        Types.family(message.payload()), attributes.require(1).text(), comment(attributes, 6));
  }

  /** The table of whatever the message speaks of. */
  static Table tableOf(Message message) {
    return Table.of(Types.family(message.payload()), attributes(message).require(1).text());
  }

  static Chain chain(Message message) {
    Attributes attributes = attributes(message);
    Table table = Table.of(Types.family(message.payload()), attributes.require(1).text());
    Optional<Hook> hook = attributes.has(4) ? Optional.of(hook(attributes)) : Optional.empty();
    return new Chain(table, attributes.require(3).text(), hook);
  }

  private static Hook hook(Attributes chain) {
    Attributes hook = chain.nested(4);
    return new Hook(
        Hook.Type.of(chain.require(7).text()),
        Hook.Point.of(hook.require(1).u32be(0)),
        (int) hook.require(2).u32be(0),
        chain.require(5).u32be(0) == 0);
  }

  static InstalledRule rule(Message message) {
    Attributes attributes = attributes(message);
    return new InstalledRule(
        Table.of(Types.family(message.payload()), attributes.require(1).text()),
        attributes.require(2).text(),
        attributes.require(3).u64be(0),
        ExpressionCodec.decodeAll(attributes.nested(4)),
        comment(attributes, 7));
  }

  static NamedSet set(Message message) {
    Attributes attributes = attributes(message);
    int flags = flags(attributes);
    long data = attributes.find(6).map(b -> b.u32be(0)).orElse(0L);
    return new NamedSet(
        Table.of(Types.family(message.payload()), attributes.require(1).text()),
        attributes.require(2).text(),
        DataType.ofNumber(attributes.require(4).u32be(0)),
        data == SetFlags.VERDICTS ? List.of(DataType.VERDICT) : DataType.ofNumber(data),
        (flags & SetFlags.INTERVAL) != 0,
        attributes.has(17),
        List.of());
  }

  /** Whether a set belongs to one rule and has no name that anybody knows. */
  static boolean anonymous(Message message) {
    return (flags(attributes(message)) & SetFlags.ANONYMOUS) != 0;
  }

  private static int flags(Attributes set) {
    return set.find(3).map(b -> (int) b.u32be(0)).orElse(0);
  }

  static Transaction transaction(Message message) {
    Attributes attributes = attributes(message);
    return new Transaction(
        attributes.require(1).u32be(0),
        message.portId(),
        attributes.find(2).map(b -> b.u32be(0)).orElse(0L),
        attributes.find(3).map(Bytes::text).orElse(""));
  }

  static long generation(Message message) {
    return attributes(message).require(1).u32be(0);
  }

  /** The elements of a dump of a set; the two halves of a range become one. */
  static List<Element> elements(NamedSet set, List<Message> messages) {
    List<Attributes> all = new ArrayList<>();
    for (Message message : messages) {
      attributes(message).nested(3).forEach(element -> all.add(element.nested()));
    }
    all.removeIf(element -> (flags(element) & SetFlags.CATCH_ALL) != 0);
    return set.intervals() && !set.concatenated()
        ? ranges(set, all)
        : all.stream().map(e -> element(set, e, key(e, 1), endKey(e))).toList();
  }

  private static List<Element> ranges(NamedSet set, List<Attributes> halves) {
    List<Attributes> sorted = new ArrayList<>(halves);
    sorted.sort(Comparator.comparing((Attributes e) -> key(e, 1), Decoder::compare));
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < sorted.size(); i++) {
      Attributes start = sorted.get(i);
      if ((flags(start) & SetFlags.INTERVAL_END) != 0) {
        continue;
      }
      Bytes from = key(start, 1);
      Bytes to = i + 1 < sorted.size() ? key(sorted.get(i + 1), 1) : zero(from);
      elements.add(element(set, start, from, Values.previous(to)));
    }
    return List.copyOf(elements);
  }

  /** Without an end, a range goes up to the last value, which is the one before zero. */
  private static Bytes zero(Bytes like) {
    return Bytes.of(new byte[like.length()]);
  }

  private static int compare(Bytes one, Bytes other) {
    return Arrays.compareUnsigned(one.toArray(), other.toArray());
  }

  private static Bytes key(Attributes element, int type) {
    return element.nested(type).require(1);
  }

  private static Bytes endKey(Attributes element) {
    return element.has(10) ? key(element, 10) : key(element, 1);
  }

  private static Element element(NamedSet set, Attributes element, Bytes from, Bytes to) {
    List<Bytes> starts = Values.split(from, set.key());
    List<Bytes> ends = Values.split(to, set.key());
    List<Interval> key = new ArrayList<>();
    for (int i = 0; i < starts.size(); i++) {
      key.add(new Interval(starts.get(i), ends.get(i)));
    }
    return new Element(key, data(set, element), comment(element, 6), counter(element));
  }

  private static ElementData data(NamedSet set, Attributes element) {
    if (!set.isMap()) {
      return new ElementData.None();
    }
    Attributes data = element.nested(2);
    return set.isVerdictMap()
        ? new ElementData.Decision(ExpressionCodec.decodeVerdict(data))
        : new ElementData.Fields(Values.split(data.require(1), set.data()));
  }

  private static Optional<Counter> counter(Attributes element) {
    return element
        .find(7) // NFTA_SET_ELEM_EXPR
        .map(Attributes::parse)
        .filter(e -> e.require(1).text().equals("counter"))
        .map(e -> ExpressionCodec.decodeCounter(e.nested(2)));
  }

  /** The comment in user data (type 0 of type-length-value bytes), empty if there is none. */
  private static String comment(Attributes attributes, int type) {
    Bytes data = attributes.find(type).orElse(Bytes.EMPTY);
    int at = 0;
    while (data.length() - at >= 2) {
      Bytes value = data.slice(at + 2, data.u8(at + 1));
      if (data.u8(at) == 0) {
        return value.text();
      }
      at += 2 + value.length();
    }
    return "";
  }

  private static Attributes attributes(Message message) {
    return Attributes.parse(Types.body(message.payload()));
  }
}
