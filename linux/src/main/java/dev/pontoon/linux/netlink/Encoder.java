package dev.pontoon.linux.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Writes a message's payload: first the family's fixed header with {@code u8} to {@code u64}, then
 * attributes. Numbers are in host byte order unless a name ends in {@code be}.
 */
public final class Encoder {
  private static final int NESTED = 0x8000; // NLA_F_NESTED
  private static final int MAX_ATTRIBUTE = 0xffff;

  private byte[] array = new byte[256];
  private int length;

  /** Rounds up to the 4 bytes that netlink aligns to (NLMSG_ALIGN, NLA_ALIGN). */
  static int align(int size) {
    return size + 3 & ~3;
  }

  /** A payload written by a closure. */
  public static Bytes encode(Consumer<Encoder> body) {
    Encoder encoder = new Encoder();
    body.accept(encoder);
    return encoder.toBytes();
  }

  public Encoder u8(int value) {
    grow(1).put((byte) value);
    return this;
  }

  public Encoder u16(int value) {
    grow(2).putShort((short) value);
    return this;
  }

  public Encoder u32(long value) {
    grow(4).putInt((int) value);
    return this;
  }

  public Encoder u64(long value) {
    grow(8).putLong(value);
    return this;
  }

  public Encoder u16be(int value) {
    grow(2).order(ByteOrder.BIG_ENDIAN).putShort((short) value);
    return this;
  }

  public Encoder u32be(long value) {
    grow(4).order(ByteOrder.BIG_ENDIAN).putInt((int) value);
    return this;
  }

  public Encoder u64be(long value) {
    grow(8).order(ByteOrder.BIG_ENDIAN).putLong(value);
    return this;
  }

  public Encoder bytes(Bytes value) {
    grow(value.length());
    value.copyTo(array, length - value.length());
    return this;
  }

  /** An attribute with any value. */
  public Encoder attribute(int type, Bytes value) {
    return attribute(type, e -> e.bytes(value));
  }

  /** An attribute whose presence is its value. */
  public Encoder flag(int type) {
    return attribute(type, Bytes.EMPTY);
  }

  public Encoder attributeU8(int type, int value) {
    return attribute(type, e -> e.u8(value));
  }

  public Encoder attributeU16(int type, int value) {
    return attribute(type, e -> e.u16(value));
  }

  public Encoder attributeU32(int type, long value) {
    return attribute(type, e -> e.u32(value));
  }

  public Encoder attributeU64(int type, long value) {
    return attribute(type, e -> e.u64(value));
  }

  public Encoder attributeU16be(int type, int value) {
    return attribute(type, e -> e.u16be(value));
  }

  public Encoder attributeU32be(int type, long value) {
    return attribute(type, e -> e.u32be(value));
  }

  public Encoder attributeU64be(int type, long value) {
    return attribute(type, e -> e.u64be(value));
  }

  /** An attribute with a NUL-terminated string. */
  public Encoder attributeText(int type, String value) {
    return attribute(type, e -> e.bytes(Bytes.wrap(value.getBytes(StandardCharsets.UTF_8))).u8(0));
  }

  /** An attribute that holds attributes, marked so (NLA_F_NESTED). */
  public Encoder nest(int type, Consumer<Encoder> body) {
    return attribute(type | NESTED, body);
  }

  /** An attribute whose value a closure writes. */
  public Encoder attribute(int type, Consumer<Encoder> value) {
    int start = length;
    u16(0).u16(type);
    value.accept(this);
    int size = length - start;
    if (size > MAX_ATTRIBUTE) {
      throw new IllegalArgumentException("attribute " + type + " would hold " + size + " bytes");
    }
    view().putShort(start, (short) size);
    grow(align(size) - size);
    return this;
  }

  /** The number of bytes written. */
  public int length() {
    return length;
  }

  /** What was written. */
  public Bytes toBytes() {
    return Bytes.wrap(Arrays.copyOf(array, length));
  }

  private ByteBuffer grow(int size) {
    int start = length;
    length += size;
    if (length > array.length) {
      array = Arrays.copyOf(array, Math.max(length, array.length * 2));
    }
    return view().position(start);
  }

  private ByteBuffer view() {
    return ByteBuffer.wrap(array).order(ByteOrder.nativeOrder());
  }
}
