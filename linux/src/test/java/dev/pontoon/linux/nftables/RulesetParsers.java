package dev.pontoon.linux.nftables;

import dev.pontoon.linux.netlink.Message;
import java.util.List;
import java.util.function.Consumer;

/** Every parser of this package, for tests of what malformed messages do. */
public final class RulesetParsers {
  private static final Table TABLE = Table.of(Family.INET, "t");

  private RulesetParsers() {}

  /** The parsers, each of which takes any message. */
  public static List<Consumer<Message>> all() {
    NamedSet set = NamedSet.set(TABLE, "s", DataType.IPV4_ADDRESS, DataType.INET_SERVICE);
    NamedSet map =
        NamedSet.map(
            TABLE,
            "ports",
            List.of(DataType.INET_PROTOCOL, DataType.INET_SERVICE),
            List.of(DataType.IPV4_ADDRESS, DataType.INET_SERVICE));
    NamedSet verdicts =
        NamedSet.map(TABLE, "nets", List.of(DataType.IPV4_ADDRESS), List.of(DataType.VERDICT));
    return List.of(
        Decoder::table,
        Decoder::chain,
        Decoder::rule,
        Decoder::set,
        Decoder::anonymous,
        Decoder::generation,
        message -> Decoder.elements(set, List.of(message)),
        message -> Decoder.elements(map, List.of(message)),
        message -> Decoder.elements(verdicts.withIntervals(), List.of(message)));
  }
}
