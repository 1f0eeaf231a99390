package dev.pontoon.daemon.start;

import dev.pontoon.daemon.http.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Reads the configuration file: a JSON object whose keys are the flags' names. */
final class ConfigFile {
  private final Path file;

  private ConfigFile(Path file) {
    this.file = file;
  }

  static Map<Flag, List<String>> read(Path file) {
    return new ConfigFile(file).values();
  }

  private Map<Flag, List<String>> values() {
    Map<Flag, List<String>> values = new EnumMap<>(Flag.class);
    for (Map.Entry<String, JsonNode> entry : tree().properties()) {
      Flag flag =
          Arrays.stream(Flag.values())
              .filter(f -> f.key().equals(entry.getKey()))
              .findFirst()
              .orElseThrow(() ->
                  fail(
                      "the following directives don't match any configuration option: "
                          + entry.getKey()));
      values.put(flag, strings(entry.getKey(), entry.getValue(), flag));
    }
    return values;
  }

  private JsonNode tree() {
    try {
      JsonNode tree = Json.parse(Files.readString(file));
      if (!tree.isObject()) {
        throw fail("a JSON object is expected");
      }
      return tree;
    } catch (IOException e) {
      throw StartException.failure("cannot read configuration file " + file + ": " + reason(e), e);
    } catch (JacksonException e) {
      throw fail(e.getOriginalMessage());
    }
  }

  private static String reason(IOException error) {
    return error instanceof java.nio.file.NoSuchFileException
        ? "no such file"
        : String.valueOf(error.getMessage());
  }

  private List<String> strings(String key, JsonNode node, Flag flag) {
    if (flag.kind() != Flag.Kind.MANY) {
      if (node.isContainer()) {
        throw fail(key + " is to be a single value");
      }
      return List.of(node.asString());
    }
    if (!node.isArray()) {
      throw fail(key + " is to be a list");
    }
    List<String> values = new ArrayList<>();
    node.forEach(n -> values.add(n.isObject() ? pairs(n) : n.asString()));
    return values;
  }

  /** {@code {"base": "10.0.0.0/8", "size": 24}} as the flag has it. */
  private static String pairs(JsonNode node) {
    return node.properties().stream()
        .map(e -> e.getKey() + "=" + e.getValue().asString())
        .reduce((a, b) -> a + "," + b)
        .orElse("");
  }

  private StartException fail(String message) {
    return StartException.failure(
        "unable to configure the daemon with file %s: %s".formatted(file, message));
  }
}
