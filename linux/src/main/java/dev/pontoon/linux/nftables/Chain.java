package dev.pontoon.linux.nftables;

import java.util.Optional;

/**
 * A chain of rules.
 *
 * @param hook where packets enter it; empty for a chain that others jump to
 */
public record Chain(Table table, String name, Optional<Hook> hook) {
  /** A chain that packets enter from the network stack. */
  public static Chain base(Table table, String name, Hook hook) {
    return new Chain(table, name, Optional.of(hook));
  }

  /** A chain that packets enter from other chains. */
  public static Chain regular(Table table, String name) {
    return new Chain(table, name, Optional.empty());
  }
}
