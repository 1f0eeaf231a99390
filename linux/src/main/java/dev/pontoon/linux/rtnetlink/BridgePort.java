package dev.pontoon.linux.rtnetlink;

import dev.pontoon.linux.netlink.Attributes;
import dev.pontoon.linux.netlink.Encoder;
import java.util.Map;

/**
 * How a bridge treats one of its ports (IFLA_BRPORT_*, include/uapi/linux/if_link.h).
 *
 * @param options those to set, or those read; what is not given stays as it is
 */
public record BridgePort(Map<Option, Integer> options) {
  static final String NAME = "bridge";
  public static final BridgePort UNCHANGED = new BridgePort(Map.of());

  /** The options; booleans are 0 or 1. */
  public enum Option implements KindOption {
    STATE(1, 1),
    PRIORITY(2, 2),
    COST(3, 4),
    HAIRPIN(4, 1),
    BPDU_GUARD(5, 1),
    ROOT_BLOCK(6, 1),
    FAST_LEAVE(7, 1),
    LEARNING(8, 1),
    UNICAST_FLOOD(9, 1),
    PROXY_ARP(10, 1),
    MULTICAST_FLOOD(27, 1),
    BROADCAST_FLOOD(30, 1),
    /** Which of 01:80:C2:00:00:0X are forwarded, a bit each, but never that of PAUSE. */
    GROUP_FORWARD_MASK(31, 2),
    NEIGHBOUR_SUPPRESSION(32, 1),
    ISOLATED(33, 1),
    LOCKED(39, 1);

    private final int attribute;
    private final int size;

    Option(int attribute, int size) {
      this.attribute = attribute;
      this.size = size;
    }

    @Override
    public int attribute() {
      return attribute;
    }

    @Override
    public int size() {
      return size;
    }
  }

  public BridgePort {
    options = Map.copyOf(options);
  }

  /** The same with one more option. */
  public BridgePort with(Option option, int value) {
    return new BridgePort(KindOption.with(Option.class, options, option, value));
  }

  void encode(Encoder data) {
    KindOption.encode(options, data);
  }

  static BridgePort parse(Attributes data) {
    return new BridgePort(KindOption.parse(Option.class, data));
  }
}
