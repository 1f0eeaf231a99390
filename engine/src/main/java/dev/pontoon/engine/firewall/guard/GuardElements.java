package dev.pontoon.engine.firewall.guard;

import dev.pontoon.engine.firewall.EndpointRules;
import dev.pontoon.linux.ip.Addresses;
import dev.pontoon.linux.ip.MacAddress;
import dev.pontoon.linux.netlink.Bytes;
import dev.pontoon.linux.nftables.Element;
import dev.pontoon.linux.nftables.NamedSet;
import dev.pontoon.linux.nftables.Values;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Which elements an endpoint is. */
final class GuardElements {
  private static final InetAddress UNSPECIFIED = Addresses.parse("::");

  private GuardElements() {}

  /** Those of one endpoint, by their sets. */
  static Map<NamedSet, List<Element>> of(EndpointRules endpoint) {
    Bytes link = Values.interfaceName(endpoint.link());
    Bytes mac = Values.mac(endpoint.mac());
    Map<NamedSet, List<Element>> elements = new LinkedHashMap<>();
    elements.put(GuardSets.GUARDED, List.of(Element.of(link)));
    List<Bytes> own4 = endpoint.ipv4().stream().map(Values::address).toList();
    if (!own4.isEmpty()) {
      elements.put(GuardSets.SOURCES4, own4.stream().map(a -> Element.of(link, mac, a)).toList());
    }
    if (!endpoint.ipv6().isEmpty()) {
      List<Bytes> own6 = own6(endpoint);
      Bytes unspecified = Values.address(UNSPECIFIED);
      elements.put(
          GuardSets.SOURCES6,
          Stream.concat(own6.stream(), Stream.of(unspecified))
              .map(a -> Element.of(link, mac, a))
              .toList());
      elements.put(GuardSets.TARGETS6, own6.stream().map(a -> Element.of(link, a)).toList());
      elements.put(GuardSets.LINKS6, List.of(Element.of(link, mac)));
    }
    return elements;
  }

  /** The one that the kernel makes may be among those given. */
  private static List<Bytes> own6(EndpointRules endpoint) {
    return Stream.concat(endpoint.ipv6().stream(), Stream.of(linkLocal(endpoint.mac())))
        .distinct()
        .map(Values::address)
        .toList();
  }

  /** The link-local address that the kernel makes of a MAC (RFC 4291, appendix A). */
  static InetAddress linkLocal(MacAddress mac) {
    byte[] half = mac.toBytes();
    byte[] address = new byte[16];
    address[0] = (byte) 0xfe;
    address[1] = (byte) 0x80;
    address[8] = (byte) (half[0] ^ 0x02);
    address[9] = half[1];
    address[10] = half[2];
    address[11] = (byte) 0xff;
    address[12] = (byte) 0xfe;
    System.arraycopy(half, 3, address, 13, 3);
    return Addresses.of(address);
  }
}
