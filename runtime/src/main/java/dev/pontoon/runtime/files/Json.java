package dev.pontoon.runtime.files;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The JSON of specifications and records: absent is null, unknown members are left alone. */
public final class Json {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .changeDefaultPropertyInclusion(
              included -> included.withValueInclusion(JsonInclude.Include.NON_NULL))
          .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  private Json() {}

  /** The document of a value. */
  public static byte[] write(Object value) {
    return MAPPER.writeValueAsBytes(value);
  }

  /** The document of a value that tells its layout's version first. */
  public static byte[] write(Object value, Layout layout) {
    ObjectNode document = MAPPER.createObjectNode().put(Layout.VERSION, layout.newest());
    document.setAll((ObjectNode) MAPPER.<JsonNode>valueToTree(value));
    return MAPPER.writeValueAsBytes(document);
  }

  /** A value from a file, brought to the layout's newest version if it is older. */
  public static <T> T read(Path file, Class<T> type, Layout layout) {
    try {
      ObjectNode document = MAPPER.readValue(Disk.read(file), ObjectNode.class);
      return MAPPER.treeToValue(layout.upgrade(document, file.toString()), type);
    } catch (JacksonException e) {
      throw malformed(file.toString(), e);
    }
  }

  /** A value from a document; {@code origin} names it in the error. */
  public static <T> T read(byte[] document, Class<T> type, String origin) {
    try {
      return MAPPER.readValue(document, type);
    } catch (JacksonException e) {
      throw malformed(origin, e);
    }
  }

  /** A value of a generic type. */
  public static <T> T read(byte[] document, TypeReference<T> type, String origin) {
    try {
      return MAPPER.readValue(document, type);
    } catch (JacksonException e) {
      throw malformed(origin, e);
    }
  }

  /** A document as a tree, for those that are not ours. */
  public static JsonNode tree(byte[] document, String origin) {
    try {
      return MAPPER.readTree(document);
    } catch (JacksonException e) {
      throw malformed(origin, e);
    }
  }

  /** {@link #read(byte[], Class, String)} of a file. */
  public static <T> T read(Path file, Class<T> type) {
    return read(Disk.read(file), type, file.toString());
  }

  private static MalformedDocumentException malformed(String origin, JacksonException e) {
    return new MalformedDocumentException(origin + ": " + e.getOriginalMessage(), e);
  }
}
