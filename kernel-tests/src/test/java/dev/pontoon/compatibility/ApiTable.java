package dev.pontoon.compatibility;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Docker's API as data: the endpoints with their members, and the examples, in order. */
record ApiTable(List<Endpoint> endpoints, List<Example> examples) {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final List<String> GROUPS =
      List.of("System", "Images", "Networks", "Volumes", "Containers", "Exec", "Swarm", "Plugins");
  private static final List<String> SCRIPTS =
      List.of("system", "images", "networks", "volumes", "containers", "requests", "events");

  ApiTable {
    endpoints = List.copyOf(endpoints);
    examples = List.copyOf(examples);
  }

  static ApiTable read() throws IOException {
    List<Endpoint> endpoints = new ArrayList<>();
    for (String group : GROUPS) {
      read("endpoints/" + group.toLowerCase(java.util.Locale.ROOT))
          .forEach(row -> endpoints.add(Endpoint.parse(group, row)));
    }
    List<Example> examples = new ArrayList<>();
    for (String script : SCRIPTS) {
      read("examples/" + script).forEach(example -> examples.add(Example.parse(script, example)));
    }
    return new ApiTable(endpoints, examples);
  }

  private static JsonNode read(String name) throws IOException {
    try (InputStream in = ApiTable.class.getResourceAsStream("/api/" + name + ".json")) {
      return MAPPER.readTree(Objects.requireNonNull(in, name));
    }
  }

  /** The endpoint that a request is to; the first, as {@code /images/json} is no image. */
  Endpoint of(String method, String path) {
    return endpoints.stream()
        .filter(e -> e.fits(method, path))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("not in the table: " + method + " " + path));
  }
}
