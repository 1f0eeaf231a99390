package dev.pontoon.linux.nftables;

import java.util.List;

/**
 * A rule as the kernel has it.
 *
 * @param handle by which it can be deleted
 */
public record InstalledRule(
    Table table, String chain, long handle, List<Expression> expressions, String comment) {
  public InstalledRule {
    expressions = List.copyOf(expressions);
  }
}
