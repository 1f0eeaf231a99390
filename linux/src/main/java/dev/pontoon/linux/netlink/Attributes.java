package dev.pontoon.linux.netlink;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of a message or of a nest, in order (struct nlattr, include/uapi/linux/netlink.h).
 * Where a type occurs more than once, the look-ups give the last, as the kernel does.
 */
public final class Attributes implements Iterable<Attributes.Attribute> {
  private static final int HEADER = 4;
  private static final int TYPE_MASK = 0x3fff; // without NLA_F_NESTED and NLA_F_NET_BYTEORDER

  private final List<Attribute> all;

  /** One attribute. */
  public record Attribute(int type, Bytes value) {
    /** The value as a nest of attributes. */
    public Attributes nested() {
      return parse(value);
    }
  }

  private Attributes(List<Attribute> all) {
    this.all = List.copyOf(all);
  }

  /**
   * Reads a run of attributes.
   *
   * @throws MalformedMessageException if a length is wrong
   */
  public static Attributes parse(Bytes bytes) {
    List<Attribute> all = new ArrayList<>();
    int at = 0;
    while (bytes.length() - at >= HEADER) {
      int size = bytes.u16(at);
      if (size < HEADER) {
        throw new MalformedMessageException("an attribute of " + size + " bytes at " + at);
      }
      all.add(
          new Attribute(bytes.u16(at + 2) & TYPE_MASK, bytes.slice(at + HEADER, size - HEADER)));
      at += Encoder.align(size);
    }
    return new Attributes(all);
  }

  /** The value of a type, if it is there. */
  public Optional<Bytes> find(int type) {
    return Optional.ofNullable(last(type));
  }

  /**
   * The value of a type that must be there.
   *
   * @throws MalformedMessageException if it is not
   */
  public Bytes require(int type) {
    Bytes value = last(type);
    if (value == null) {
      throw new MalformedMessageException("attribute " + type + " is missing");
    }
    return value;
  }

  /** The attributes nested in a type; none if it is not there. */
  public Attributes nested(int type) {
    Bytes value = last(type);
    return parse(value == null ? Bytes.EMPTY : value);
  }

  /** Whether a type is there, whatever its value. */
  public boolean has(int type) {
    return last(type) != null;
  }

  @Override
  public Iterator<Attribute> iterator() {
    return all.iterator();
  }

  private @Nullable Bytes last(int type) {
    for (int i = all.size() - 1; i >= 0; i--) {
      if (all.get(i).type() == type) {
        return all.get(i).value();
      }
    }
    return null;
  }
}
