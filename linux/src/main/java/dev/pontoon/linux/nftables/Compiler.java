package dev.pontoon.linux.nftables;

import dev.pontoon.linux.netlink.Bytes;
import dev.pontoon.linux.netlink.Encoder;
import dev.pontoon.linux.nftables.Expression.Bitwise;
import dev.pontoon.linux.nftables.Expression.Compare;
import dev.pontoon.linux.nftables.Expression.Immediate;
import dev.pontoon.linux.nftables.Expression.Lookup;
import dev.pontoon.linux.nftables.Expression.LookupVerdict;
import dev.pontoon.linux.nftables.Expression.Nat;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Turns statements into the instructions that the kernel runs, as the nft command does. */
final class Compiler {
  private static final int EQUAL = 0; // NFT_CMP_EQ
  private static final int NOT_EQUAL = 1; // NFT_CMP_NEQ
  private static final int WORD = 4;

  private final Family table;
  private final Set<Family> known = EnumSet.noneOf(Family.class);
  private final List<Expression> expressions = new ArrayList<>();

  private Compiler(Family table) {
    this.table = table;
  }

  /** The instructions of a rule's statements in a table of the given family. */
  static List<Expression> compile(Family table, List<Statement> statements) {
    Compiler compiler = new Compiler(table);
    statements.forEach(compiler::statement);
    return List.copyOf(compiler.expressions);
  }

  private void statement(Statement statement) {
    switch (statement) {
      case Statement.Match match -> match(match);
      case Statement.MatchPrefix match -> prefix(match);
      case Statement.MatchBits(Selector selector, long bits) -> bits(selector, bits);
      case Statement.InSet(List<Selector> key, boolean negated, NamedSet set) -> {
        load(key);
        expressions.add(new Lookup(set.name(), 0, OptionalInt.empty(), negated));
      }
      case Statement.DecideBy(List<Selector> key, NamedSet map) -> {
        load(key);
        expressions.add(new LookupVerdict(map.name(), 0));
      }
      case Statement.Decide(Verdict verdict) -> expressions.add(new Expression.Decide(verdict));
      case Statement.DnatBy(List<Selector> key, NamedSet map) -> dnat(key, map);
      case Statement.Masquerade() -> expressions.add(new Expression.Masquerade());
      case Statement.Redirect(Optional<Integer> port) -> redirect(port);
      case Statement.Count() -> expressions.add(new Expression.Count(Counter.ZERO));
    }
  }

  private void match(Statement.Match match) {
    load(List.of(match.selector()));
    expressions.add(new Compare(match.negated() ? NOT_EQUAL : EQUAL, 0, match.value()));
    if (match.negated()) {
      return;
    }
    if (match.selector() == Selector.NFPROTO) {
      known.add(Family.of(match.value().u8(0)));
    } else if (match.selector() == Selector.ETHER_TYPE) {
      Family.ofEtherType(match.value().u16be(0)).ifPresent(known::add);
    }
  }

  private void prefix(Statement.MatchPrefix match) {
    load(List.of(match.selector()));
    Bytes mask = mask(match.value().length(), match.length());
    expressions.add(new Bitwise(0, mask, Bytes.of(new byte[mask.length()])));
    expressions.add(new Compare(EQUAL, 0, match.value()));
  }

  private static Bytes mask(int size, int length) {
    byte[] mask = new byte[size];
    for (int bit = 0; bit < length; bit++) {
      mask[bit / 8] |= (byte) (0x80 >> bit % 8);
    }
    return Bytes.of(mask);
  }

  private void bits(Selector selector, long bits) {
    load(List.of(selector));
    Bytes zero = Encoder.encode(e -> e.u32(0));
    expressions.add(new Bitwise(0, Encoder.encode(e -> e.u32(bits)), zero));
    expressions.add(new Compare(NOT_EQUAL, 0, zero));
  }

  private void dnat(List<Selector> key, NamedSet map) {
    load(key);
    expressions.add(new Lookup(map.name(), 0, OptionalInt.of(0), false));
    DataType address = map.data().getFirst();
    Family family = address == DataType.IPV6_ADDRESS ? Family.IPV6 : Family.IPV4;
    OptionalInt port =
        map.data().size() > 1 ? OptionalInt.of(address.size() / WORD) : OptionalInt.empty();
    expressions.add(new Nat(false, family, 0, port));
  }

  private void redirect(Optional<Integer> port) {
    port.ifPresent(p -> expressions.add(new Immediate(0, Values.port(p))));
    expressions.add(
        new Expression.Redirect(port.isPresent() ? OptionalInt.of(0) : OptionalInt.empty()));
  }

  private void load(List<Selector> key) {
    key.forEach(this::require);
    int register = 0;
    for (Selector selector : key) {
      expressions.add(selector.load(register));
      register += (selector.size() + WORD - 1) / WORD;
    }
  }

  /** In a table that sees several families, a header may be looked into once its family is sure. */
  private void require(Selector selector) {
    selector
        .family()
        .filter(family -> table == Family.INET || table == Family.BRIDGE)
        .filter(known::add)
        .ifPresent(family -> {
          boolean framed = table == Family.BRIDGE;
          expressions.add((framed ? Selector.PROTOCOL : Selector.NFPROTO).load(0));
          Bytes value = framed ? Values.u16(family.etherType()) : Values.family(family);
          expressions.add(new Compare(EQUAL, 0, value));
        });
  }
}
