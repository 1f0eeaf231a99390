package dev.pontoon.linux.nftables;

import dev.pontoon.linux.netlink.Bytes;
import dev.pontoon.linux.netlink.Encoder;
import dev.pontoon.linux.netlink.Request;
import java.util.ArrayList;
import java.util.List;

/** Elements as messages, as many to a message as its nest of 64 KB takes. */
final class ElementEncoder {
  private static final int NEST_LIMIT = 60_000;
  private static final int TABLE = 1; // NFTA_SET_TABLE, NFTA_SET_ELEM_LIST_TABLE
  private static final int NAME = 2; // NFTA_SET_NAME, NFTA_SET_ELEM_LIST_SET
  private static final int ELEMENTS = 3; // NFTA_SET_ELEM_LIST_ELEMENTS

  private ElementEncoder() {}

  static List<Request> requests(
      String operation, int type, int flags, NamedSet set, List<Element> elements) {
    List<Request> requests = new ArrayList<>();
    Encoder run = new Encoder();
    for (Element element : elements) {
      write(run, set, element, type == Types.NEW_ELEMENTS);
      if (run.length() > NEST_LIMIT) {
        requests.add(request(operation, type, flags, set, run.toBytes()));
        run = new Encoder();
      }
    }
    if (run.length() > 0) {
      requests.add(request(operation, type, flags, set, run.toBytes()));
    }
    return requests;
  }

  /** Names a set and its table. */
  static void name(Encoder out, NamedSet set) {
    out.attributeText(TABLE, set.table().name()).attributeText(NAME, set.name());
  }

  private static Request request(
      String operation, int type, int flags, NamedSet set, Bytes elements) {
    return Types.request(
        operation,
        type,
        flags,
        set.table().family().number(),
        e -> {
          name(e, set);
          e.nest(ELEMENTS, nest -> nest.bytes(elements));
        });
  }

  private static void write(Encoder out, NamedSet set, Element element, boolean whole) {
    Bytes from = Values.join(element.key().stream().map(Interval::from).toList());
    Bytes to = Values.join(element.key().stream().map(Interval::to).toList());
    boolean range = set.intervals();
    out.nest(
        1, // NFTA_LIST_ELEM
        e -> {
          value(e, 1, from); // NFTA_SET_ELEM_KEY
          if (range && set.concatenated()) {
            value(e, 10, to); // NFTA_SET_ELEM_KEY_END
          }
          if (whole) {
            data(e, element);
          }
        });
    if (range && !set.concatenated()) {
      end(out, to);
    }
  }

  /** The end of a range in a set with one field is an element of its own: the value behind it. */
  private static void end(Encoder out, Bytes last) {
    Values.next(last)
        .ifPresent(
            next -> out.nest(1, e -> value(e, 1, next).attributeU32be(3, SetFlags.INTERVAL_END)));
  }

  private static void data(Encoder out, Element element) {
    switch (element.data()) {
      case ElementData.None() -> {}
      case ElementData.Fields(List<Bytes> values) -> value(out, 2, Values.join(values));
      case ElementData.Decision(Verdict verdict) ->
          out.nest(2, nest -> ExpressionCodec.encodeVerdict(nest, verdict));
    }
    if (!element.comment().isEmpty()) {
      out.attribute(6, ChangeEncoder.comment(0, element.comment())); // NFTA_SET_ELEM_USERDATA
    }
  }

  private static Encoder value(Encoder out, int type, Bytes value) {
    return out.nest(type, nest -> nest.attribute(1, value)); // NFTA_DATA_VALUE
  }
}
