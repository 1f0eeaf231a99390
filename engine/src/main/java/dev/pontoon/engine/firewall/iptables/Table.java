package dev.pontoon.engine.firewall.iptables;

import java.util.Locale;

/** A table of iptables, in the order a packet meets them. */
enum Table {
  RAW,
  NAT,
  FILTER;

  /** The name as users write it: {@code nat}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
