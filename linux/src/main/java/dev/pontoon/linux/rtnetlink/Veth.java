package dev.pontoon.linux.rtnetlink;

import dev.pontoon.linux.netlink.Encoder;

/**
 * One end of a virtual cable, made together with the other (drivers/net/veth.c).
 *
 * @param peerName the other end's name; empty when read back, since the kernel tells its index only
 *     ({@link Link#peerIndex})
 * @param peerIndex the index that the other end gets in its namespace, which takes that this end's
 *     index is given too; 0 lets the kernel choose
 * @param peer the other end's settings; with {@link LinkSettings#namespace} it is made there. It
 *     can't be brought up nor get a master at creation
 */
public record Veth(String peerName, int peerIndex, LinkSettings peer) implements LinkKind {
  static final String NAME = "veth";
  static final Veth UNKNOWN_PEER = new Veth("", 0, LinkSettings.NONE);
  private static final int INFO_PEER = 1; // VETH_INFO_PEER

  public Veth {
    if (peer.mask() != 0 || peer.has(Ifla.MASTER)) {
      // veth_open() of an end whose peer is not there yet fails with ENOTCONN; a master is ignored
      throw new IllegalArgumentException("a veth's peer can only be brought up when it exists");
    }
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void encode(Encoder data) {
    data.nest(
        INFO_PEER,
        end -> {
          Ifla.header(end, Rtm.AF_UNSPEC, peerIndex, peer.flags(), peer.mask());
          end.attributeText(Ifla.IFNAME, peerName).bytes(peer.attributes());
        });
  }
}
