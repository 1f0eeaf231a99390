package dev.pontoon.linux.ip;

import java.util.HexFormat;
import java.util.random.RandomGenerator;

/**
 * A 48-bit Ethernet address.
 *
 * @param bits in the low 48 bits, the first byte of the wire highest
 */
public record MacAddress(long bits) {
  private static final int BYTES = 6;
  private static final HexFormat TEXT = HexFormat.ofDelimiter(":");
  private static final long LOCAL = 0x02L << 40; // locally administered
  private static final long GROUP = 0x01L << 40; // multicast

  /**
   * Parses {@code 02:42:ac:11:00:02}.
   *
   * @throws IllegalArgumentException if the text is anything else
   */
  public static MacAddress parse(String text) {
    try {
      return of(TEXT.parseHex(text));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("invalid MAC address: " + text, e);
    }
  }

  /** The address of six bytes. */
  public static MacAddress of(byte[] bytes) {
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException("a MAC address of " + bytes.length + " bytes");
    }
    long bits = 0;
    for (byte b : bytes) {
      bits = (bits << 8) | (b & 0xff);
    }
    return new MacAddress(bits);
  }

  /** A random unicast address, locally administered (IEEE 802, U/L bit set). */
  public static MacAddress random(RandomGenerator random) {
    return new MacAddress((random.nextLong() & 0xffff_ffff_ffffL & ~GROUP) | LOCAL);
  }

  /** The six bytes as on the wire. */
  public byte[] toBytes() {
    byte[] bytes = new byte[BYTES];
    for (int i = 0; i < BYTES; i++) {
      bytes[i] = (byte) (bits >> (8 * (BYTES - 1 - i)));
    }
    return bytes;
  }

  @Override
  public String toString() {
    return TEXT.formatHex(toBytes());
  }
}
