package dev.pontoon.linux.nftables;

import dev.pontoon.linux.netlink.Bytes;
import java.util.List;
import java.util.Optional;

/** A part of a rule in the words of the nft language. */
public sealed interface Statement {
  /** {@code iifname "lo"}, or not. */
  record Match(Selector selector, boolean negated, Bytes value) implements Statement {}

  /** {@code ip daddr 127.0.0.0/8}. */
  record MatchPrefix(Selector selector, Bytes value, int length) implements Statement {}

  /** {@code ct state established,related}: one of the bits is set. */
  record MatchBits(Selector selector, long bits) implements Statement {}

  /** {@code iifname . oifname @within}, or not. */
  record InSet(List<Selector> key, boolean negated, NamedSet set) implements Statement {
    public InSet {
      key = List.copyOf(key);
    }
  }

  /** {@code iifname vmap @networks}. */
  record DecideBy(List<Selector> key, NamedSet map) implements Statement {
    public DecideBy {
      key = List.copyOf(key);
    }
  }

  /** {@code drop}, {@code goto publish}. */
  record Decide(Verdict verdict) implements Statement {}

  /**
   * {@code dnat ip to meta l4proto . th dport map @ports4}; the map gives an address, or an address
   * and a port.
   */
  record DnatBy(List<Selector> key, NamedSet map) implements Statement {
    public DnatBy {
      key = List.copyOf(key);
    }
  }

  /** {@code masquerade}. */
  record Masquerade() implements Statement {}

  /**
   * {@code redirect to :4444}; a match of the transport protocol has to come first.
   *
   * @param port empty keeps it
   */
  record Redirect(Optional<Integer> port) implements Statement {}

  /** {@code counter}. */
  record Count() implements Statement {}
}
