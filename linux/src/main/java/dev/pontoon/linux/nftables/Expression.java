package dev.pontoon.linux.nftables;

import dev.pontoon.linux.netlink.Bytes;
import java.util.OptionalInt;

/**
 * An instruction of a rule, as the kernel runs it. Registers are counted in words of 4 bytes, from
 * 0 to 15 (NFT_REG32_00 on).
 */
public sealed interface Expression {
  /** Loads a property of the packet (enum nft_meta_keys). */
  record Meta(int key, int register) implements Expression {}

  /** Loads bytes of the packet (enum nft_payload_bases). */
  record Payload(int base, int offset, int length, int register) implements Expression {}

  /** Loads a property of the packet's connection (enum nft_ct_keys). */
  record Conntrack(int key, int register) implements Expression {}

  /** Loads what the routing table says (enum nft_fib_result, nft_fib_flags). */
  record Fib(int result, int flags, int register) implements Expression {}

  /** Ends the rule unless a register compares so (enum nft_cmp_ops). */
  record Compare(int operator, int register, Bytes value) implements Expression {}

  /** {@code register = register & mask ^ xor}. */
  record Bitwise(int register, Bytes mask, Bytes xor) implements Expression {}

  /** Ends the rule unless a set has the key; loads what a map leads to. */
  record Lookup(String set, int register, OptionalInt destination, boolean inverted)
      implements Expression {}

  /** Loads a constant. */
  record Immediate(int register, Bytes value) implements Expression {}

  /** Decides on the packet. */
  record Decide(Verdict verdict) implements Expression {}

  /** Decides by what a verdict map leads to. */
  record LookupVerdict(String map, int register) implements Expression {}

  /**
   * Translates addresses.
   *
   * @param source of the source, otherwise of the destination
   */
  record Nat(boolean source, Family family, int address, OptionalInt port) implements Expression {}

  /** Translates the source to an address of the interface that the packet leaves by. */
  record Masquerade() implements Expression {}

  /** Translates the destination to this host. */
  record Redirect(OptionalInt port) implements Expression {}

  /** Counts. */
  record Count(Counter counter) implements Expression {}

  /** One that this library does not know, in somebody else's rule. */
  record Unknown(String name, Bytes data) implements Expression {}
}
