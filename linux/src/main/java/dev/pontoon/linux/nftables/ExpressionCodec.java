package dev.pontoon.linux.nftables;

import dev.pontoon.linux.netlink.Attributes;
import dev.pontoon.linux.netlink.Bytes;
import dev.pontoon.linux.netlink.Encoder;
import dev.pontoon.linux.netlink.MalformedMessageException;
import dev.pontoon.linux.nftables.Expression.Bitwise;
import dev.pontoon.linux.nftables.Expression.Compare;
import dev.pontoon.linux.nftables.Expression.Conntrack;
import dev.pontoon.linux.nftables.Expression.Count;
import dev.pontoon.linux.nftables.Expression.Decide;
import dev.pontoon.linux.nftables.Expression.Fib;
import dev.pontoon.linux.nftables.Expression.Immediate;
import dev.pontoon.linux.nftables.Expression.Lookup;
import dev.pontoon.linux.nftables.Expression.LookupVerdict;
import dev.pontoon.linux.nftables.Expression.Masquerade;
import dev.pontoon.linux.nftables.Expression.Meta;
import dev.pontoon.linux.nftables.Expression.Nat;
import dev.pontoon.linux.nftables.Expression.Payload;
import dev.pontoon.linux.nftables.Expression.Redirect;
import dev.pontoon.linux.nftables.Expression.Unknown;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;

/** Expressions as netlink has them: NFTA_EXPR_NAME, and NFTA_EXPR_DATA with the kind's own. */
final class ExpressionCodec {
  private static final int NAME = 1; // NFTA_EXPR_NAME
  private static final int DATA = 2; // NFTA_EXPR_DATA
  private static final int LIST_ELEMENT = 1; // NFTA_LIST_ELEM
  private static final int VALUE = 1; // NFTA_DATA_VALUE
  private static final int VERDICT = 2; // NFTA_DATA_VERDICT
  private static final int FIRST_16 = 1; // NFT_REG_1, the first of four registers of 16 bytes
  private static final int FIRST_4 = 8; // NFT_REG32_00, the first of sixteen of 4 bytes
  private static final int REGISTERS = 16;
  private static final int VERDICT_REGISTER = 0; // NFT_REG_VERDICT

  private static final Set<String> NAMES =
      Set.of(
          "meta",
          "payload",
          "ct",
          "fib",
          "cmp",
          "bitwise",
          "lookup",
          "immediate",
          "nat",
          "masq",
          "redir",
          "counter");

  private ExpressionCodec() {}

  /** Writes a list of expressions into the open attribute. */
  static void encodeAll(Encoder out, List<Expression> expressions) {
    expressions.forEach(e -> out.nest(LIST_ELEMENT, nest -> encode(nest, e)));
  }

  /** Writes one expression's name and data into the open attribute. */
  static void encode(Encoder out, Expression expression) {
    switch (expression) {
      case Meta(int key, int register) ->
          named(out, "meta", d -> register(d, 1, register).attributeU32be(2, key));
      case Payload(int base, int offset, int length, int register) ->
          named(
              out,
              "payload",
              d ->
                  register(d, 1, register)
                      .attributeU32be(2, base)
                      .attributeU32be(3, offset)
                      .attributeU32be(4, length));
      case Conntrack(int key, int register) ->
          named(out, "ct", d -> register(d, 1, register).attributeU32be(2, key));
      case Fib(int result, int flags, int register) ->
          named(
              out,
              "fib",
              d -> register(d, 1, register).attributeU32be(2, result).attributeU32be(3, flags));
      case Compare(int operator, int register, Bytes value) ->
          named(
              out,
              "cmp",
              d -> value(register(d, 1, register).attributeU32be(2, operator), 3, value));
      case Bitwise bitwise -> named(out, "bitwise", d -> bitwise(d, bitwise));
      case Lookup lookup -> named(out, "lookup", d -> lookup(d, lookup));
      case LookupVerdict(String map, int register) ->
          named(
              out,
              "lookup",
              d ->
                  register(d.attributeText(1, map), 2, register)
                      .attributeU32be(3, VERDICT_REGISTER));
      case Immediate(int register, Bytes value) ->
          named(out, "immediate", d -> value(register(d, 1, register), 2, value));
      case Decide(Verdict verdict) ->
          named(
              out,
              "immediate",
              d ->
                  d.attributeU32be(1, VERDICT_REGISTER)
                      .nest(2, nest -> encodeVerdict(nest, verdict)));
      case Nat nat -> named(out, "nat", d -> nat(d, nat));
      case Masquerade() -> named(out, "masq", _ -> {});
      case Redirect(OptionalInt port) -> named(out, "redir", d -> optional(d, 1, port));
      case Count(Counter(long packets, long bytes)) ->
          named(out, "counter", d -> d.attributeU64be(1, bytes).attributeU64be(2, packets));
      case Unknown(String name, Bytes data) -> named(out, name, d -> d.bytes(data));
    }
  }

  private static void named(Encoder out, String name, Consumer<Encoder> data) {
    out.attributeText(NAME, name).nest(DATA, data);
  }

  private static void bitwise(Encoder out, Bitwise bitwise) {
    register(register(out, 1, bitwise.register()), 2, bitwise.register())
        .attributeU32be(3, bitwise.mask().length());
    value(value(out, 4, bitwise.mask()), 5, bitwise.xor());
  }

  private static void lookup(Encoder out, Lookup lookup) {
    register(out.attributeText(1, lookup.set()), 2, lookup.register());
    optional(out, 3, lookup.destination());
    if (lookup.inverted()) {
      out.attributeU32be(5, 1); // NFT_LOOKUP_F_INV
    }
  }

  private static void nat(Encoder out, Nat nat) {
    out.attributeU32be(1, nat.source() ? 0 : 1).attributeU32be(2, nat.family().number());
    optional(register(out, 3, nat.address()), 5, nat.port());
  }

  private static Encoder register(Encoder out, int type, int word) {
    return out.attributeU32be(type, word % 4 == 0 ? FIRST_16 + word / 4 : FIRST_4 + word);
  }

  private static void optional(Encoder out, int type, OptionalInt register) {
    register.ifPresent(word -> register(out, type, word));
  }

  private static Encoder value(Encoder out, int type, Bytes value) {
    return out.nest(type, nest -> nest.attribute(VALUE, value));
  }

  /** Writes a verdict into an open attribute of data. */
  static void encodeVerdict(Encoder out, Verdict verdict) {
    out.nest(
        VERDICT,
        nest -> {
          nest.attributeU32be(1, verdict.code()); // NFTA_VERDICT_CODE
          switch (verdict) {
            case Verdict.Jump(String chain) -> nest.attributeText(2, chain); // NFTA_VERDICT_CHAIN
            case Verdict.Goto(String chain) -> nest.attributeText(2, chain);
            default -> {}
          }
        });
  }

  /** Reads the verdict of an attribute of data. */
  static Verdict decodeVerdict(Attributes data) {
    Attributes verdict = data.nested(VERDICT);
    return Verdict.of(
        (int) verdict.require(1).u32be(0), verdict.find(2).map(Bytes::text).orElse(""));
  }

  /** Reads a list of expressions. */
  static List<Expression> decodeAll(Attributes list) {
    List<Expression> expressions = new ArrayList<>();
    list.forEach(element -> expressions.add(decode(element.nested())));
    return List.copyOf(expressions);
  }

  /** Reads one expression. */
  static Expression decode(Attributes expression) {
    String name = expression.require(NAME).text();
    Bytes raw = expression.find(DATA).orElse(Bytes.EMPTY);
    return NAMES.contains(name) && understood(name, Attributes.parse(raw))
        ? decode(name, Attributes.parse(raw))
        : new Unknown(name, raw);
  }

  /** Whether an expression is of the form that this library writes; there are others. */
  private static boolean understood(String name, Attributes data) {
    return switch (name) {
      case "meta", "payload" -> data.has(1); // loads, does not set
      case "ct" -> data.has(1) && !data.has(3);
      case "bitwise" -> data.has(4) && number(data, 1) == number(data, 2);
      case "nat" -> data.has(3);
      case "masq" -> !data.has(2);
      default -> true;
    };
  }

  private static Expression decode(String name, Attributes data) {
    return switch (name) {
      case "meta" -> new Meta(number(data, 2), word(data, 1));
      case "payload" ->
          new Payload(number(data, 2), number(data, 3), number(data, 4), word(data, 1));
      case "ct" -> new Conntrack(number(data, 2), word(data, 1));
      case "fib" -> new Fib(number(data, 2), number(data, 3), word(data, 1));
      case "cmp" -> new Compare(number(data, 2), word(data, 1), constant(data, 3));
      case "bitwise" -> new Bitwise(word(data, 1), constant(data, 4), constant(data, 5));
      case "lookup" -> decodeLookup(data);
      case "immediate" -> decodeImmediate(data);
      case "nat" -> decodeNat(data);
      case "masq" -> new Masquerade();
      case "redir" -> new Redirect(optionalWord(data, 1));
      case "counter" -> new Count(decodeCounter(data));
      default -> throw new IllegalStateException(name);
    };
  }

  private static Nat decodeNat(Attributes data) {
    return new Nat(
        number(data, 1) == 0, Family.of(number(data, 2)), word(data, 3), optionalWord(data, 5));
  }

  /** Reads the data of a counter. */
  static Counter decodeCounter(Attributes data) {
    return new Counter(data.require(2).u64be(0), data.require(1).u64be(0));
  }

  private static Expression decodeLookup(Attributes data) {
    String set = data.require(1).text();
    if (data.has(3) && number(data, 3) == VERDICT_REGISTER) {
      return new LookupVerdict(set, word(data, 2));
    }
    boolean inverted = data.has(5) && number(data, 5) != 0;
    return new Lookup(set, word(data, 2), optionalWord(data, 3), inverted);
  }

  private static Expression decodeImmediate(Attributes data) {
    return number(data, 1) == VERDICT_REGISTER
        ? new Decide(decodeVerdict(data.nested(2)))
        : new Immediate(word(data, 1), constant(data, 2));
  }

  private static int number(Attributes data, int type) {
    return (int) data.require(type).u32be(0);
  }

  private static Bytes constant(Attributes data, int type) {
    return data.nested(type).require(VALUE);
  }

  private static OptionalInt optionalWord(Attributes data, int type) {
    return data.has(type) ? OptionalInt.of(word(data, type)) : OptionalInt.empty();
  }

  private static int word(Attributes data, int type) {
    int number = number(data, type);
    if (number >= FIRST_4 && number < FIRST_4 + REGISTERS) {
      return number - FIRST_4;
    }
    if (number >= FIRST_16 && number < FIRST_16 + REGISTERS / 4) {
      return (number - FIRST_16) * 4;
    }
    throw new MalformedMessageException("no register has the number " + number);
  }
}
