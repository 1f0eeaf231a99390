package dev.pontoon.runtime.image;

import dev.pontoon.linux.ip.Cidr;
import java.net.InetAddress;
import java.util.List;

/** Docker's rule: loopback registries, and those that were named, need no verified TLS. */
final class InsecureRegistries {
  private final List<String> named;

  InsecureRegistries(List<String> named) {
    this.named = named;
  }

  boolean contains(String hostAndPort) {
    String host = hostAndPort.replaceFirst(":\\d+$", "");
    String bare = host.replaceAll("^\\[|\\]$", "");
    return host.equals("localhost")
        || bare.equals("::1")
        || bare.matches("127\\.\\d+\\.\\d+\\.\\d+")
        || named.contains(hostAndPort)
        || named.contains(host)
        || named.stream().anyMatch(entry -> covers(entry, bare));
  }

  private static boolean covers(String entry, String host) {
    if (!entry.contains("/") || !host.matches("[0-9.]+|[0-9a-fA-F:]*:[0-9a-fA-F:.]*")) {
      return false;
    }
    return Cidr.parse(entry).contains(InetAddress.ofLiteral(host));
  }
}
