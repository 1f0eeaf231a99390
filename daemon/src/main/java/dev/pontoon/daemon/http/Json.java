package dev.pontoon.daemon.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/** Docker's JSON: UpperCamel names, read in any case, unknown ones ignored, nulls left out. */
public final class Json {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.UPPER_CAMEL_CASE)
          .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_PROPERTIES)
          .enable(DeserializationFeature.ACCEPT_SINGLE_VALUE_AS_ARRAY) // "Cmd": "true"
          .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .changeDefaultPropertyInclusion(
              inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
          .build();

  private Json() {}

  /** A value as JSON. */
  public static byte[] bytes(Object value) {
    return MAPPER.writeValueAsBytes(value);
  }

  /** A value as a line of a JSON stream. */
  public static byte[] line(Object value) {
    return (MAPPER.writeValueAsString(value) + "\r\n").getBytes(StandardCharsets.UTF_8);
  }

  /** A value as a tree. */
  public static JsonNode tree(Object value) {
    return MAPPER.valueToTree(value);
  }

  /** JSON text as a tree; nothing at all is an empty object. */
  public static JsonNode parse(InputStream text) {
    JsonNode tree = MAPPER.readTree(text);
    return tree.isMissingNode() || tree.isNull() ? MAPPER.createObjectNode() : tree;
  }

  /** JSON text as a tree. */
  public static JsonNode parse(String text) {
    return MAPPER.readTree(text);
  }

  /** A tree as a value. */
  public static <T> T as(JsonNode tree, Class<T> type) {
    return MAPPER.treeToValue(tree, type);
  }

  /** The value of a field as a record; an absent one is an empty object. */
  public static <T> T field(JsonNode tree, String name, Class<T> type) {
    for (String key : tree.propertyNames()) {
      if (key.equalsIgnoreCase(name) && !tree.get(key).isNull()) {
        return as(tree.get(key), type);
      }
    }
    return as(MAPPER.createObjectNode(), type);
  }
}
