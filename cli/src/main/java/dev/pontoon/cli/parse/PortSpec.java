package dev.pontoon.cli.parse;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One published or exposed port.
 *
 * @param ip the host's address; empty for all
 * @param host the host's port, or for a single container's port a range to choose from ({@code
 *     8000-8010}); empty for a free one
 * @param container the container's port
 * @param protocol tcp, udp or sctp
 */
public record PortSpec(String ip, String host, int container, String protocol) {
  private static final Set<String> PROTOCOLS = Set.of("tcp", "udp", "sctp");

  private record Range(int first, int last) {
    int size() {
      return last - first + 1;
    }
  }

  /** {@code 80/tcp}, the key of the API's maps. */
  public String key() {
    return container + "/" + protocol;
  }

  /**
   * Reads {@code -p [ip:][host[-host]:]container[-container][/protocol]}, an IPv6 address in
   * brackets.
   */
  public static List<PortSpec> publish(String text) {
    int slash = text.indexOf('/');
    String protocol = protocol(slash < 0 ? "tcp" : text.substring(slash + 1), text);
    String[] parts = split(slash < 0 ? text : text.substring(0, slash), text);
    if (parts[2].isEmpty()) {
      throw new IllegalArgumentException("no port specified: " + text + "<empty>");
    }
    Range container = range(parts[2], 1, "invalid containerPort: " + parts[2]);
    String ip = address(parts[0], text);
    if (parts[1].isEmpty()) {
      return numbered(ip, null, container, protocol);
    }
    Range host = range(parts[1], 0, "invalid hostPort: " + parts[1]);
    if (container.size() == 1 && host.size() > 1) {
      return List.of(new PortSpec(ip, parts[1], container.first(), protocol));
    }
    if (host.size() != container.size()) {
      throw new IllegalArgumentException(
          "invalid ranges specified for container and host Ports: "
              + parts[2]
              + " and "
              + parts[1]);
    }
    return numbered(ip, host, container, protocol);
  }

  /** Reads {@code --expose port[-port][/protocol]}. */
  public static List<PortSpec> expose(String text) {
    int slash = text.indexOf('/');
    String ports = slash < 0 ? text : text.substring(0, slash);
    if (ports.contains(":")) {
      throw new IllegalArgumentException("invalid port format for --expose: " + text);
    }
    String protocol = protocol(slash < 0 ? "tcp" : text.substring(slash + 1), text);
    return numbered(
        "", null, range(ports, 1, "invalid range format for --expose: " + text), protocol);
  }

  private static List<PortSpec> numbered(
      String ip, @Nullable Range host, Range container, String protocol) {
    List<PortSpec> specs = new ArrayList<>(container.size());
    for (int i = 0; i < container.size(); i++) {
      String outside = host == null || host.first() == 0 ? "" : String.valueOf(host.first() + i);
      specs.add(new PortSpec(ip, outside, container.first() + i, protocol));
    }
    return specs;
  }

  /** Address, host port and container port, of which the last is always there. */
  private static String[] split(String ports, String whole) {
    if (ports.startsWith("[")) {
      int end = ports.indexOf("]:");
      if (end < 0) {
        throw new IllegalArgumentException("invalid IP address: " + whole);
      }
      String[] rest = ports.substring(end + 2).split(":", -1);
      if (rest.length > 2) {
        throw new IllegalArgumentException("invalid port specification: \"" + whole + "\"");
      }
      return new String[] {
        ports.substring(1, end), rest.length == 2 ? rest[0] : "", rest[rest.length - 1]
      };
    }
    int last = ports.lastIndexOf(':');
    String container = ports.substring(last + 1);
    String before = last < 0 ? "" : ports.substring(0, last);
    int ip = before.lastIndexOf(':');
    return new String[] {
      ip < 0 ? "" : before.substring(0, ip), before.substring(ip + 1), container
    };
  }

  private static String protocol(String text, String whole) {
    String name = text.toLowerCase(Locale.ROOT);
    if (!PROTOCOLS.contains(name)) {
      throw new IllegalArgumentException("invalid proto: " + (name.isEmpty() ? whole : text));
    }
    return name;
  }

  private static String address(String ip, String whole) {
    if (ip.isEmpty() || Addresses.isIp(ip)) {
      return ip;
    }
    throw new IllegalArgumentException("invalid IP address: " + (ip.isBlank() ? whole : ip));
  }

  private static Range range(String text, int least, String error) {
    int dash = text.indexOf('-');
    int first = port(dash < 0 ? text : text.substring(0, dash), error);
    int last = dash < 0 ? first : port(text.substring(dash + 1), error);
    if (first > last || first < least) {
      throw new IllegalArgumentException(error);
    }
    return new Range(first, last);
  }

  private static int port(String text, String error) {
    if (!text.matches("\\d{1,5}") || Integer.parseInt(text) > 65535) {
      throw new IllegalArgumentException(error);
    }
    return Integer.parseInt(text);
  }
}
