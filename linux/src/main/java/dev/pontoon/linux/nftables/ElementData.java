package dev.pontoon.linux.nftables;

import dev.pontoon.linux.netlink.Bytes;
import java.util.List;

/** What an element's key leads to. */
public sealed interface ElementData {
  /** Nothing: an element of a set. */
  record None() implements ElementData {}

  /** Values, one for each of the map's data fields. */
  record Fields(List<Bytes> values) implements ElementData {
    public Fields {
      values = List.copyOf(values);
    }
  }

  /** A verdict. */
  record Decision(Verdict verdict) implements ElementData {}
}
