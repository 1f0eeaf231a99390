package dev.pontoon.cli.output;

import dev.pontoon.cli.json.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The PORTS column: runs of ports shown as ranges. */
public final class PortText {
  private PortText() {}

  private record Port(String ip, long inside, long outside, String protocol) {}

  private record Run(long first, long last) {}

  /**
   * The text for a container's {@code Ports}, for example {@code 0.0.0.0:80-81->80-81/tcp,
   * 5000/udp}.
   */
  public static String of(List<Json> ports) {
    List<Port> sorted =
        ports.stream()
            .map(p ->
                new Port(
                    p.get("IP").text(),
                    p.get("PrivatePort").number(),
                    p.get("PublicPort").number(),
                    p.get("Type").text()))
            .sorted(
                Comparator.comparingLong(Port::inside)
                    .thenComparing(Port::ip)
                    .thenComparingLong(Port::outside)
                    .thenComparing(Port::protocol))
            .toList();
    List<String> ended = new ArrayList<>();
    List<String> moved = new ArrayList<>();
    Map<Port, Run> runs = new LinkedHashMap<>();
    for (Port port : sorted) {
      if (!port.ip().isEmpty() && port.inside() != port.outside()) {
        moved.add(
            address(port.ip(), String.valueOf(port.outside()))
                + "->"
                + port.inside()
                + "/"
                + port.protocol());
        continue;
      }
      Port group = new Port(port.ip(), 0, 0, port.protocol());
      Run run = runs.get(group);
      if (run != null && port.inside() != run.last() + 1) {
        ended.add(text(group, run));
        run = null;
      }
      runs.put(group, new Run(run == null ? port.inside() : run.first(), port.inside()));
    }
    runs.forEach((group, run) -> ended.add(text(group, run)));
    ended.addAll(moved);
    return String.join(", ", ended);
  }

  /** An address and a port, an IPv6 address in brackets. */
  public static String address(String ip, String port) {
    return ip.contains(":") ? "[" + ip + "]:" + port : ip + ":" + port;
  }

  private static String text(Port group, Run run) {
    String range =
        run.first() == run.last() ? String.valueOf(run.first()) : run.first() + "-" + run.last();
    return (group.ip().isEmpty() ? range : address(group.ip(), range) + "->" + range)
        + "/"
        + group.protocol();
  }
}
