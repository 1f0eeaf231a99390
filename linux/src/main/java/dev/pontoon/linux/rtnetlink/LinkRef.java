package dev.pontoon.linux.rtnetlink;

import dev.pontoon.linux.netlink.Encoder;

/**
 * A link that exists, by its index or by its name.
 *
 * @param index 0 if it is meant by name
 * @param name empty if it is meant by index
 */
public record LinkRef(int index, String name) {
  public LinkRef {
    if ((index > 0) != name.isEmpty()) {
      throw new IllegalArgumentException("either an index or a name: " + index + ", " + name);
    }
  }

  /** The link with an index. */
  public static LinkRef of(int index) {
    return new LinkRef(index, "");
  }

  /** The link with a name. */
  public static LinkRef of(String name) {
    return new LinkRef(0, name);
  }

  void encode(Encoder attributes) {
    if (index == 0) {
      attributes.attributeText(Ifla.IFNAME, name);
    }
  }

  @Override
  public String toString() {
    return index == 0 ? name : "#" + index;
  }
}
