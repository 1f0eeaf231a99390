package dev.pontoon.linux.rtnetlink;

import dev.pontoon.linux.ip.MacAddress;
import dev.pontoon.linux.netlink.Attributes;
import dev.pontoon.linux.netlink.Bytes;
import dev.pontoon.linux.netlink.Encoder;
import dev.pontoon.linux.sys.Fd;
import java.util.function.Consumer;

/**
 * What to set on a link, when it is made or later: {@code LinkSettings.NONE.mtu(1450).up()}.
 *
 * @param flags the IFF_ flags of {@link Link}
 * @param mask which of the flags to change
 * @param attributes the encoded attributes
 */
public record LinkSettings(int flags, int mask, Bytes attributes) {
  public static final LinkSettings NONE = new LinkSettings(0, 0, Bytes.EMPTY);

  /** Lets it carry traffic. */
  public LinkSettings up() {
    return new LinkSettings(flags | Link.IFF_UP, mask | Link.IFF_UP, attributes);
  }

  /** Stops it from carrying traffic. */
  public LinkSettings down() {
    return new LinkSettings(flags & ~Link.IFF_UP, mask | Link.IFF_UP, attributes);
  }

  /** Sets the hardware address. */
  public LinkSettings mac(MacAddress mac) {
    return with(e -> e.attribute(Ifla.ADDRESS, Wire.bytes(mac)));
  }

  /** Sets the largest packet, in bytes. */
  public LinkSettings mtu(int bytes) {
    return with(e -> e.attributeU32(Ifla.MTU, bytes));
  }

  /** Makes it a port of another link, such as a bridge, given by index; 0 takes it out. */
  public LinkSettings master(int index) {
    return with(e -> e.attributeU32(Ifla.MASTER, index));
  }

  /**
   * Puts it into a group, a number that the kernel gives no meaning; 0 is where all are at first.
   */
  public LinkSettings group(int group) {
    return with(e -> e.attributeU32(Ifla.GROUP, group));
  }

  /** Moves it into another namespace, or makes it there. The descriptor must be open at sending. */
  public LinkSettings namespace(Fd namespace) {
    return with(e -> e.attributeU32(Ifla.NET_NS_FD, namespace.number()));
  }

  /** Renames it. Only for a link that exists and is meant by index. */
  public LinkSettings name(String name) {
    return with(e -> e.attributeText(Ifla.IFNAME, name));
  }

  /** Sets the free text that is kept with it. The kernel ignores it at creation. */
  public LinkSettings alias(String alias) {
    byte[] text = alias.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    return with(e -> e.attribute(Ifla.IFALIAS, Bytes.of(text)));
  }

  /**
   * Gives it no IPv6 link-local address. The kernel ignores it at creation, and it must be set in a
   * message before the one that brings the link up.
   */
  public LinkSettings noLinkLocal() {
    return with(e ->
        e.nest(
            Ifla.AF_SPEC,
            families ->
                families.nest(
                    Rtm.AF_INET6,
                    inet6 ->
                        inet6.attributeU8(Ifla.INET6_ADDR_GEN_MODE, Ifla.ADDR_GEN_MODE_NONE))));
  }

  boolean has(int attribute) {
    return Attributes.parse(attributes).has(attribute);
  }

  private LinkSettings with(Consumer<Encoder> attribute) {
    return new LinkSettings(
        flags, mask, Encoder.encode(e -> attribute.accept(e.bytes(attributes))));
  }
}
