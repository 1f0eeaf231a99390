package dev.pontoon.linux.netlink;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Immutable bytes of a message. Numbers are in the host's byte order, as netlink has them, unless a
 * method's name ends in {@code be} (network byte order). Reading past the end throws {@link
 * MalformedMessageException}.
 */
public final class Bytes {
  public static final Bytes EMPTY = new Bytes(new byte[0], 0, 0);

  private static final VarHandle U16 = view(short[].class);
  private static final VarHandle U32 = view(int[].class);
  private static final VarHandle U64 = view(long[].class);

  private final byte[] array;
  private final int offset;
  private final int length;

  private Bytes(byte[] array, int offset, int length) {
    this.array = array;
    this.offset = offset;
    this.length = length;
  }

  /** A copy of the given bytes. */
  public static Bytes of(byte... bytes) {
    return new Bytes(bytes.clone(), 0, bytes.length);
  }

  /** The bytes of a hex string; white space in it is ignored. */
  public static Bytes ofHex(String hex) {
    return wrap(HexFormat.of().parseHex(hex.replaceAll("\\s", "")));
  }

  /** Takes over an array that nobody else holds. */
  static Bytes wrap(byte[] array) {
    return new Bytes(array, 0, array.length);
  }

  /** The number of bytes. */
  public int length() {
    return length;
  }

  /** The unsigned byte at an index. */
  public int u8(int at) {
    return array[checked(at, 1)] & 0xff;
  }

  /** The unsigned 16-bit number at an index. */
  public int u16(int at) {
    return (short) U16.get(array, checked(at, 2)) & 0xffff;
  }

  /** The signed 32-bit number at an index. */
  public int i32(int at) {
    return (int) U32.get(array, checked(at, 4));
  }

  /** The unsigned 32-bit number at an index. */
  public long u32(int at) {
    return i32(at) & 0xffff_ffffL;
  }

  /** The 64-bit number at an index. */
  public long u64(int at) {
    return (long) U64.get(array, checked(at, 8));
  }

  /** The unsigned 16-bit number at an index, in network byte order. */
  public int u16be(int at) {
    return u8(at) << 8 | u8(at + 1);
  }

  /** The unsigned 32-bit number at an index, in network byte order. */
  public long u32be(int at) {
    return (long) u16be(at) << 16 | u16be(at + 2);
  }

  /** The 64-bit number at an index, in network byte order. */
  public long u64be(int at) {
    return u32be(at) << 32 | u32be(at + 4);
  }

  /** A part of these bytes, sharing their memory. */
  public Bytes slice(int at, int size) {
    return new Bytes(array, checked(at, size), size);
  }

  /** All from an index on, sharing memory. */
  public Bytes from(int at) {
    return slice(at, length - at);
  }

  /** The text up to the first NUL or the end. */
  public String text() {
    int end = 0;
    while (end < length && array[offset + end] != 0) {
      end++;
    }
    return new String(array, offset, end, StandardCharsets.UTF_8);
  }

  /** A copy as an array. */
  public byte[] toArray() {
    return Arrays.copyOfRange(array, offset, offset + length);
  }

  void copyTo(byte[] target, int at) {
    System.arraycopy(array, offset, target, at, length);
  }

  private static VarHandle view(Class<?> type) {
    return MethodHandles.byteArrayViewVarHandle(type, ByteOrder.nativeOrder());
  }

  private int checked(int at, int size) {
    if (at < 0 || size < 0 || size > length - at) {
      throw new MalformedMessageException(
          "%d bytes wanted at %d of %d".formatted(size, at, length));
    }
    return offset + at;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes that
        && Arrays.equals(
            array, offset, offset + length, that.array, that.offset, that.offset + that.length);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(toArray());
  }

  /** The bytes in hex. */
  @Override
  public String toString() {
    return HexFormat.of().formatHex(array, offset, offset + length);
  }
}
