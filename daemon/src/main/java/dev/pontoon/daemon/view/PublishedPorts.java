package dev.pontoon.daemon.view;

import dev.pontoon.api.ContainerSummary;
import dev.pontoon.api.HostConfig.PortBinding;
import dev.pontoon.engine.model.PortMapping;
import dev.pontoon.linux.ip.Addresses;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Port mappings in Docker's two shapes: a map for inspections, rows for lists. */
final class PublishedPorts {
  private PublishedPorts() {}

  static Map<String, @Nullable List<PortBinding>> map(
      Collection<String> exposed, List<PortMapping> mappings) {
    Map<String, @Nullable List<PortBinding>> ports = new TreeMap<>();
    exposed.forEach(p -> ports.put(p.contains("/") ? p : p + "/tcp", null));
    for (PortMapping mapping : mappings) {
      String address = Addresses.text(mapping.hostAddress());
      for (int i = 0; i < mapping.count(); i++) {
        String key = mapping.containerFirst() + i + "/" + mapping.protocol();
        List<PortBinding> bindings = ports.get(key);
        if (bindings == null) {
          bindings = new ArrayList<>();
          ports.put(key, bindings);
        }
        bindings.add(new PortBinding(address, String.valueOf(mapping.hostFirst() + i)));
      }
    }
    return ports;
  }

  static List<ContainerSummary.Port> rows(Collection<String> exposed, List<PortMapping> mappings) {
    List<ContainerSummary.Port> rows = new ArrayList<>();
    map(exposed, mappings)
        .forEach((key, bindings) -> {
          int slash = key.indexOf('/');
          int port = Integer.parseInt(key.substring(0, slash));
          String protocol = key.substring(slash + 1);
          if (bindings == null) {
            rows.add(new ContainerSummary.Port(null, port, null, protocol));
            return;
          }
          bindings.forEach(b ->
              rows.add(
                  new ContainerSummary.Port(
                      b.hostIp(), port, Integer.valueOf(b.hostPort()), protocol)));
        });
    return rows;
  }
}
