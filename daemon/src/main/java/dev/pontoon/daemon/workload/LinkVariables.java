package dev.pontoon.daemon.workload;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What a linked container is told of in the environment: {@code DB_PORT=tcp://172.17.0.2:80}, each
 * of its ports, its name, and its own variables (Docker's "legacy container links").
 */
final class LinkVariables {
  private static final Set<String> NOT_TOLD = Set.of("HOME", "PATH");
  private static final String TCP = "tcp";

  private record Port(int number, String protocol) {
    static Port parse(String text) {
      String[] parts = text.split("/", 2);
      return new Port(Integer.parseInt(parts[0]), parts.length > 1 ? parts[1] : TCP);
    }
  }

  private LinkVariables() {}

  /**
   * The variables of one link.
   *
   * @param name {@code /web/db}, where web is linked to a container as db
   * @param exposed ports as {@code 80/tcp}
   */
  static List<String> of(
      String name, String address, List<String> environment, Collection<String> exposed) {
    String alias =
        name.substring(name.lastIndexOf('/') + 1).toUpperCase(Locale.ROOT).replace('-', '_');
    List<String> variables = new ArrayList<>();
    List<Port> ports = ports(exposed);
    ports.stream().limit(1).forEach(port -> variables.add(alias + "_PORT=" + url(port, address)));
    ports.forEach(port -> variables.addAll(of(alias, address, port)));
    variables.add(alias + "_NAME=" + name);
    for (String entry : environment) {
      int equals = entry.indexOf('=');
      if (equals > 0 && !NOT_TOLD.contains(entry.substring(0, equals))) {
        variables.add(alias + "_ENV_" + entry);
      }
    }
    return variables;
  }

  private static List<String> of(String alias, String address, Port port) {
    String prefix =
        "%s_PORT_%d_%s".formatted(alias, port.number, port.protocol.toUpperCase(Locale.ROOT));
    return List.of(
        prefix + "=" + url(port, address),
        prefix + "_ADDR=" + address,
        prefix + "_PORT=" + port.number,
        prefix + "_PROTO=" + port.protocol);
  }

  private static String url(Port port, String address) {
    return "%s://%s:%d".formatted(port.protocol, address, port.number);
  }

  /** Those of TCP first; ranges have no variables. */
  private static List<Port> ports(Collection<String> exposed) {
    return exposed.stream()
        .filter(text -> text.matches("[0-9]{1,5}(/[a-z]+)?"))
        .map(Port::parse)
        .sorted(
            Comparator.comparing((Port port) -> !port.protocol.equals(TCP))
                .thenComparing(Port::protocol)
                .thenComparingInt(Port::number))
        .toList();
  }
}
