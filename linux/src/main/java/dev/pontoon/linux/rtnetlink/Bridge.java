package dev.pontoon.linux.rtnetlink;

import dev.pontoon.linux.netlink.Attributes;
import dev.pontoon.linux.netlink.Encoder;
import java.util.Map;

/**
 * A bridge (IFLA_BR_*, include/uapi/linux/if_link.h).
 *
 * @param options those set, or those read; what is not given keeps the kernel's default
 */
public record Bridge(Map<Option, Integer> options) implements LinkKind {
  static final String NAME = "bridge";

  /** A bridge with the kernel's defaults: no spanning tree, multicast snooping on. */
  public static final Bridge PLAIN = new Bridge(Map.of());

  /** The options; booleans are 0 or 1, times are in hundredths of a second (USER_HZ). */
  public enum Option implements KindOption {
    FORWARD_DELAY(1, 4),
    AGEING_TIME(4, 4),
    STP_STATE(5, 4),
    VLAN_FILTERING(7, 1),
    GROUP_FORWARD_MASK(9, 2),
    MULTICAST_ROUTER(22, 1),
    MULTICAST_SNOOPING(23, 1),
    MULTICAST_QUERIER(25, 1),
    NF_CALL_IPTABLES(36, 1),
    NF_CALL_IP6TABLES(37, 1),
    NF_CALL_ARPTABLES(38, 1),
    VLAN_DEFAULT_PVID(39, 2);

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

  public Bridge {
    options = Map.copyOf(options);
  }

  /** The same with one more option. */
  public Bridge with(Option option, int value) {
    return new Bridge(KindOption.with(Option.class, options, option, value));
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void encode(Encoder data) {
    KindOption.encode(options, data);
  }

  static Bridge parse(Attributes data) {
    return new Bridge(KindOption.parse(Option.class, data));
  }
}
