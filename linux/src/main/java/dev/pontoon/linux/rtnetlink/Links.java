package dev.pontoon.linux.rtnetlink;

import dev.pontoon.linux.netlink.Bytes;
import dev.pontoon.linux.netlink.Encoder;
import dev.pontoon.linux.netlink.Flags;
import dev.pontoon.linux.netlink.Request;

/** Requests about links. */
public final class Links {
  private static final int NAME_LIMIT = 15; // IFNAMSIZ without its NUL

  private Links() {}

  /** Makes a link with an index that the kernel chooses. */
  public static Request create(String name, LinkKind kind, LinkSettings settings) {
    return create(name, 0, kind, settings);
  }

  /**
   * Makes a link.
   *
   * @param index for use in further requests of the same batch; it must be free. 0 lets the kernel
   *     choose
   * @throws IllegalArgumentException for settings that the kernel would ignore here, and for a bad
   *     name
   */
  public static Request create(String name, int index, LinkKind kind, LinkSettings settings) {
    requireName(name);
    if (settings.has(Ifla.IFALIAS) || settings.has(Ifla.AF_SPEC)) {
      throw new IllegalArgumentException("the alias and address generation need a Links.set");
    }
    if (index == 0 && kind instanceof Veth veth && veth.peerIndex() != 0) {
      throw new IllegalArgumentException("a veth's peer index takes an index of its own, too");
    }
    Bytes payload =
        Encoder.encode(e -> {
          Ifla.header(e, Rtm.AF_UNSPEC, index, settings.flags(), settings.mask());
          e.attributeText(Ifla.IFNAME, name).bytes(settings.attributes());
          e.nest(
              Ifla.LINKINFO,
              info ->
                  info.attributeText(Ifla.INFO_KIND, kind.name())
                      .nest(Ifla.INFO_DATA, kind::encode));
        });
    return new Request(
        "create " + kind.name() + " " + name, Rtm.NEWLINK, Flags.CREATE | Flags.EXCL, payload);
  }

  /**
   * Changes a link; several settings at once are one change.
   *
   * @throws IllegalArgumentException for a new name where the link is meant by name
   */
  public static Request set(LinkRef link, LinkSettings settings) {
    if (link.index() == 0 && settings.has(Ifla.IFNAME)) {
      throw new IllegalArgumentException("to rename " + link + " give its index");
    }
    Bytes payload =
        Encoder.encode(e -> {
          Ifla.header(e, Rtm.AF_UNSPEC, link.index(), settings.flags(), settings.mask());
          link.encode(e);
          e.bytes(settings.attributes());
        });
    return new Request("set link " + link, Rtm.SETLINK, 0, payload);
  }

  /** Changes how a bridge treats a port, which is given by its index. */
  public static Request setPort(int index, BridgePort port) {
    Bytes payload =
        Encoder.encode(e -> {
          Ifla.header(e, Rtm.AF_BRIDGE, index, 0, 0);
          e.nest(Ifla.PROTINFO, port::encode);
        });
    return new Request("set bridge port #" + index, Rtm.SETLINK, 0, payload);
  }

  /** Changes a bridge's port and how the bridge treats it, in one message. */
  public static Request set(LinkRef link, LinkSettings settings, BridgePort port) {
    Bytes payload =
        Encoder.encode(e -> {
          e.bytes(set(link, settings).payload());
          e.nest(Ifla.LINKINFO, info -> info.nest(Ifla.INFO_SLAVE_DATA, port::encode));
        });
    return new Request("set bridge port " + link, Rtm.NEWLINK, 0, payload); // SETLINK ignores it
  }

  /** Deletes a link; of a veth pair, both ends. */
  public static Request delete(LinkRef link) {
    return new Request("delete link " + link, Rtm.DELLINK, 0, reference(link));
  }

  /**
   * Deletes all links of a group at once. The kernel waits as long for that as for one
   * (rtnl_group_dellink).
   */
  public static Request deleteGroup(int group) {
    Bytes payload =
        Encoder.encode(e -> {
          Ifla.header(e, Rtm.AF_UNSPEC, 0, 0, 0);
          e.attributeU32(Ifla.GROUP, group);
        });
    return new Request("delete links of group " + group, Rtm.DELLINK, 0, payload);
  }

  /** Asks for one link. */
  public static Request get(LinkRef link) {
    return new Request("get link " + link, Rtm.GETLINK, 0, reference(link));
  }

  /** Asks for all links, by {@link dev.pontoon.linux.netlink.NetlinkSocket#dump}. */
  public static Request list() {
    Bytes payload =
        Encoder.encode(e -> {
          Ifla.header(e, Rtm.AF_UNSPEC, 0, 0, 0);
          e.attributeU32(Ifla.EXT_MASK, Ifla.SKIP_STATS);
        });
    return new Request("list links", Rtm.GETLINK, 0, payload);
  }

  private static Bytes reference(LinkRef link) {
    return Encoder.encode(e -> {
      Ifla.header(e, Rtm.AF_UNSPEC, link.index(), 0, 0);
      link.encode(e);
    });
  }

  private static void requireName(String name) {
    boolean bad = name.isEmpty() || name.length() > NAME_LIMIT || name.matches(".*[\\s/:].*");
    if (bad || ".".equals(name) || "..".equals(name)) {
      throw new IllegalArgumentException("invalid link name: '" + name + "'"); // dev_valid_name()
    }
  }
}
