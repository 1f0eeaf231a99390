package dev.pontoon.linux.nftables;

import dev.pontoon.linux.netlink.Bytes;
import java.util.List;
import java.util.Optional;

/**
 * An element of a set or map.
 *
 * @param key one for each field of the set's key
 * @param comment for people, may be empty
 * @param counter what the kernel has counted, in a dump of a set that counts
 */
public record Element(
    List<Interval> key, ElementData data, String comment, Optional<Counter> counter) {
  public Element {
    key = List.copyOf(key);
  }

  /** An element of a set, of single values. */
  public static Element of(Bytes... key) {
    return of(List.of(key).stream().map(Interval::of).toList());
  }

  /** An element of a set. */
  public static Element of(List<Interval> key) {
    return new Element(key, new ElementData.None(), "", Optional.empty());
  }

  /** The same element leading to values. */
  public Element to(Bytes... values) {
    return new Element(key, new ElementData.Fields(List.of(values)), comment, counter);
  }

  /** The same element leading to a verdict. */
  public Element to(Verdict verdict) {
    return new Element(key, new ElementData.Decision(verdict), comment, counter);
  }

  /** The same element with a comment. */
  public Element withComment(String text) {
    return new Element(key, data, text, counter);
  }
}
