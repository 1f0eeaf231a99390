package dev.pontoon.linux.nftables;

import dev.pontoon.linux.netlink.Bytes;
import dev.pontoon.linux.netlink.Encoder;
import dev.pontoon.linux.netlink.Flags;
import dev.pontoon.linux.netlink.Request;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Changes as the messages that carry them out. */
final class ChangeEncoder {
  private int lastSetId;

  /** The messages of a transaction's changes, in order, without those that begin and end it. */
  static List<Request> encode(List<Change> changes) {
    ChangeEncoder encoder = new ChangeEncoder();
    List<Request> requests = new ArrayList<>();
    changes.forEach(change -> requests.addAll(encoder.encode(change)));
    return requests;
  }

  private List<Request> encode(Change change) {
    return switch (change) {
      case Change.AddElements(NamedSet set, List<Element> elements) ->
          ElementEncoder.requests(
              "add elements to " + set, Types.NEW_ELEMENTS, Flags.CREATE, set, elements);
      case Change.DeleteElements(NamedSet set, List<Element> elements) ->
          ElementEncoder.requests(
              "delete elements of " + set, Types.DELETE_ELEMENTS, 0, set, elements);
      default -> List.of(single(change));
    };
  }

  private Request single(Change change) {
    return switch (change) {
      case Change.AddTable(Table table) ->
          request("add table " + table, Types.NEW_TABLE, Flags.CREATE, table, e -> table(e, table));
      case Change.DeleteTable(Table table) ->
          request(
              "delete table " + table,
              Types.DELETE_TABLE,
              0,
              table,
              e -> e.attributeText(1, table.name()));
      case Change.AddChain(Chain chain) ->
          request(
              "add " + text(chain),
              Types.NEW_CHAIN,
              Flags.CREATE,
              chain.table(),
              e -> chain(e, chain));
      case Change.DeleteChain(Chain chain) ->
          request(
              "delete " + text(chain),
              Types.DELETE_CHAIN,
              0,
              chain.table(),
              e -> name(e, 3, chain));
      case Change.FlushChain(Chain chain) ->
          request(
              "flush " + text(chain), Types.DELETE_RULE, 0, chain.table(), e -> name(e, 2, chain));
      case Change.AddSet(NamedSet set) ->
          request("add " + set, Types.NEW_SET, Flags.CREATE, set.table(), e -> set(e, set));
      case Change.DeleteSet(NamedSet set) ->
          request(
              "delete " + set, Types.DELETE_SET, 0, set.table(), e -> ElementEncoder.name(e, set));
      case Change.FlushSet(NamedSet set) ->
          request(
              "flush " + set,
              Types.DELETE_ELEMENTS,
              0,
              set.table(),
              e -> ElementEncoder.name(e, set));
      case Change.AddRule(Rule rule) ->
          request(
              "add rule to " + text(rule.chain()),
              Types.NEW_RULE,
              Flags.CREATE | Flags.APPEND,
              rule.chain().table(),
              e -> rule(e, rule));
      case Change.DeleteRule(Table table, String chain, long handle) ->
          request(
              "delete rule " + handle + " of chain " + table + " " + chain,
              Types.DELETE_RULE,
              0,
              table,
              e ->
                  e.attributeText(1, table.name())
                      .attributeText(2, chain)
                      .attributeU64be(3, handle));
      case Change.AddElements _, Change.DeleteElements _ ->
          throw new IllegalStateException("elements may take several messages");
    };
  }

  private static Request request(
      String operation, int type, int flags, Table table, Consumer<Encoder> body) {
    return Types.request(operation, type, flags, table.family().number(), body);
  }

  private static String text(Chain chain) {
    return "chain " + chain.table() + " " + chain.name();
  }

  private static void table(Encoder out, Table table) {
    out.attributeText(1, table.name()).attributeU32be(2, 0); // NFTA_TABLE_NAME, _FLAGS
    if (!table.comment().isEmpty()) {
      out.attribute(6, comment(0, table.comment())); // NFTA_TABLE_USERDATA
    }
  }

  private static void name(Encoder out, int type, Chain chain) {
    out.attributeText(1, chain.table().name()).attributeText(type, chain.name());
  }

  private static void chain(Encoder out, Chain chain) {
    name(out, 3, chain); // NFTA_CHAIN_TABLE, NFTA_CHAIN_NAME
    chain
        .hook()
        .ifPresent(hook ->
            out.attributeText(7, hook.type().toString()) // NFTA_CHAIN_TYPE
                .attributeU32be(5, hook.drop() ? 0 : 1) // NFTA_CHAIN_POLICY
                .nest(
                    4, // NFTA_CHAIN_HOOK
                    nest ->
                        nest.attributeU32be(1, hook.point().number())
                            .attributeU32be(2, hook.priority())));
  }

  private void set(Encoder out, NamedSet set) {
    lastSetId++;
    out.attributeText(1, set.table().name())
        .attributeText(2, set.name())
        .attributeU32be(3, SetFlags.of(set))
        .attributeU32be(4, DataType.number(set.key()))
        .attributeU32be(5, Values.size(set.key()));
    if (set.isMap()) {
      out.attributeU32be(6, set.isVerdictMap() ? SetFlags.VERDICTS : DataType.number(set.data()))
          .attributeU32be(7, Values.size(set.data()));
    }
    if (set.intervals() && set.concatenated()) {
      out.nest(9, desc -> desc.nest(2, list -> set.key().forEach(type -> field(list, type))));
    }
    out.attributeU32be(10, lastSetId).attribute(13, userData(set)); // NFTA_SET_ID, _USERDATA
    if (set.counters()) {
      out.nest(17, e -> ExpressionCodec.encode(e, new Expression.Count(Counter.ZERO)));
    }
  }

  /** A field's length (NFTA_LIST_ELEM with NFTA_SET_FIELD_LEN). */
  private static void field(Encoder out, DataType type) {
    out.nest(1, nest -> nest.attributeU32be(1, type.size()));
  }

  /**
   * What the nft command needs to show a set well (NFTNL_UDATA_SET_KEYBYTEORDER, _DATA, _TYPEOF).
   */
  private static Bytes userData(NamedSet set) {
    return Encoder.encode(e -> {
      e.u8(0).u8(4).u32(byteOrder(set.key()));
      if (set.isMap() && !set.isVerdictMap()) {
        e.u8(1).u8(4).u32(byteOrder(set.data()));
      }
      e.bytes(SetOrigin.encode(set.origin()));
    });
  }

  private static int byteOrder(List<DataType> types) {
    if (types.size() > 1) {
      return 0; // of mixed fields
    }
    return types.getFirst().networkOrder() ? 2 : 1;
  }

  private static void rule(Encoder out, Rule rule) {
    Table table = rule.chain().table();
    name(out, 2, rule.chain()); // NFTA_RULE_TABLE, NFTA_RULE_CHAIN
    List<Expression> expressions = Compiler.compile(table.family(), rule.statements());
    out.nest(4, e -> ExpressionCodec.encodeAll(e, expressions)); // NFTA_RULE_EXPRESSIONS
    if (!rule.comment().isEmpty()) {
      out.attribute(7, comment(0, rule.comment())); // NFTA_RULE_USERDATA
    }
  }

  /** A comment as the nft command keeps it in user data: type, length, text with a NUL. */
  static Bytes comment(int type, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return Encoder.encode(e -> e.u8(type).u8(bytes.length + 1).bytes(Bytes.of(bytes)).u8(0));
  }
}
