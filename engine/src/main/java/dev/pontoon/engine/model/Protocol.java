package dev.pontoon.engine.model;

import java.util.Locale;

/** A transport protocol that has ports. */
public enum Protocol {
  TCP(6),
  UDP(17),
  SCTP(132);

  private final int number;

  Protocol(int number) {
    this.number = number;
  }

  /** The number in an IP header (IANA protocol numbers). */
  public int number() {
    return number;
  }

  /**
   * The protocol of a name in any case.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Protocol parse(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "tcp" -> TCP;
      case "udp" -> UDP;
      case "sctp" -> SCTP;
      default -> throw new IllegalArgumentException("invalid proto: " + name);
    };
  }

  /** The name as users write it: {@code tcp}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
