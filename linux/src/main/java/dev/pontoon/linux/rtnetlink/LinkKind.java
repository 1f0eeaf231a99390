package dev.pontoon.linux.rtnetlink;

import dev.pontoon.linux.netlink.Attributes;
import dev.pontoon.linux.netlink.Encoder;

/** A kind of virtual link with its options (IFLA_LINKINFO). */
public sealed interface LinkKind permits Bridge, Veth, LinkKind.Other {
  /** The kernel's name of the kind, such as {@code bridge}. */
  String name();

  /** Writes the kind's options (IFLA_INFO_DATA). */
  void encode(Encoder data);

  /**
   * A kind that has no class here yet, seen on the host.
   *
   * @param name as the kernel gives it
   */
  record Other(String name) implements LinkKind {
    @Override
    public void encode(Encoder data) {
      throw new UnsupportedOperationException("make a link of kind " + name);
    }
  }

  /** Reads what the kernel says of a link's kind. */
  static LinkKind parse(String name, Attributes data) {
    return switch (name) {
      case Bridge.NAME -> Bridge.parse(data);
      case Veth.NAME -> Veth.UNKNOWN_PEER;
      default -> new Other(name);
    };
  }
}
