package dev.pontoon.linux.nftables;

import java.util.List;

/**
 * A named set, map or verdict map.
 *
 * @param key the fields of the key; more than one is a concatenation
 * @param data the fields of what a map gives; empty for a set, {@link DataType#VERDICT} alone for a
 *     verdict map
 * @param intervals whether elements may be ranges
 * @param counters whether each element counts the packets that met it
 * @param origin the selectors that the key is made of, where the nft language has no type for one
 *     (with {@code typeof}); the kernel's listing does not tell, so that it is empty there
 */
public record NamedSet(
    Table table,
    String name,
    List<DataType> key,
    List<DataType> data,
    boolean intervals,
    boolean counters,
    List<Selector> origin) {
  public NamedSet {
    key = List.copyOf(key);
    data = List.copyOf(data);
    origin = List.copyOf(origin);
  }

  /** A set of single values. */
  public static NamedSet set(Table table, String name, DataType... key) {
    return new NamedSet(table, name, List.of(key), List.of(), false, false, List.of());
  }

  /** A map from one value to one; refine it with {@link #withIntervals} and the like. */
  public static NamedSet map(Table table, String name, List<DataType> key, List<DataType> data) {
    return new NamedSet(table, name, key, data, false, false, List.of());
  }

  /** The same with ranges allowed in keys. */
  public NamedSet withIntervals() {
    return new NamedSet(table, name, key, data, true, counters, origin);
  }

  /** The same with a counter in each element. */
  public NamedSet withCounters() {
    return new NamedSet(table, name, key, data, intervals, true, origin);
  }

  /** The same, shown by the nft command as made of selectors. */
  public NamedSet madeOf(Selector... selectors) {
    return new NamedSet(table, name, key, data, intervals, counters, List.of(selectors));
  }

  /** Whether the key has several fields. */
  boolean concatenated() {
    return key.size() > 1;
  }

  /** Whether a key leads to data. */
  public boolean isMap() {
    return !data.isEmpty();
  }

  /** Whether a key leads to a verdict. */
  boolean isVerdictMap() {
    return data.equals(List.of(DataType.VERDICT));
  }

  /** As commands and errors name it: {@code map inet pontoon ports4}. */
  @Override
  public String toString() {
    return (isMap() ? "map " : "set ") + table + " " + name;
  }
}
