package dev.pontoon.cli.verb;

import dev.pontoon.cli.client.Target;
import dev.pontoon.cli.json.Json;
import dev.pontoon.cli.output.PortText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** {@code pontoon port}. */
final class Port {
  private Port() {}

  static Verb verb() {
    return new Verb(
        "port",
        "CONTAINER [PRIVATE_PORT[/PROTO]]",
        "List port mappings or a specific mapping for the container",
        new Syntax().operands(1, 2),
        Port::run);
  }

  private static int run(Session session, Arguments a) throws IOException {
    Json container = session.client().get(Target.of("containers", a.operand(0), "json"));
    Map<String, Json> ports = container.get("NetworkSettings", "Ports").fields();
    if (a.operands().size() == 1) {
      lines(ports).forEach(session::println);
      return 0;
    }
    String wanted = a.operand(1).contains("/") ? a.operand(1) : a.operand(1) + "/tcp";
    List<Json> bindings = ports.getOrDefault(wanted, Json.NULL).items();
    if (bindings.isEmpty()) {
      throw new CommandException(
          1, "Error: No public port '" + a.operand(1) + "' published for " + a.operand(0));
    }
    bindings.forEach(binding -> session.println(address(binding)));
    return 0;
  }

  private static List<String> lines(Map<String, Json> ports) {
    List<String> lines = new ArrayList<>();
    ports.entrySet().stream()
        .sorted(
            Comparator.comparingInt((Map.Entry<String, Json> e) -> number(e.getKey()))
                .thenComparing(Map.Entry::getKey))
        .forEach(e ->
            e.getValue()
                .items()
                .forEach(binding -> lines.add(e.getKey() + " -> " + address(binding))));
    return lines;
  }

  private static int number(String key) {
    String digits = key.replaceFirst("/.*", "");
    return digits.matches("\\d{1,5}") ? Integer.parseInt(digits) : 0;
  }

  private static String address(Json binding) {
    return PortText.address(binding.get("HostIp").text(), binding.get("HostPort").text());
  }
}
