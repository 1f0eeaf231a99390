package dev.pontoon.cli.json;

import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;
import com.grack.nanojson.JsonWriter;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A value in a JSON document. What is absent reads as null, empty, zero or false, as the daemon's
 * answers differ by version in what they leave out.
 *
 * @param value a {@code Map}, {@code List}, {@code String}, {@code Number}, {@code Boolean} or null
 */
public record Json(@Nullable Object value) {
  public static final Json NULL = new Json(null);

  /** Reads one document. Numbers keep the text they came with. */
  public static Json parse(String text) throws IOException {
    try {
      return new Json(JsonParser.any().withLazyNumbers().from(text));
    } catch (JsonParserException e) {
      throw malformed(e);
    }
  }

  /** Reads one document in UTF-8 to the end of the stream. */
  public static Json parse(InputStream in) throws IOException {
    try {
      return new Json(JsonParser.any().withLazyNumbers().from(in));
    } catch (JsonParserException e) {
      throw malformed(e);
    }
  }

  private static IOException malformed(JsonParserException e) {
    return new IOException("malformed JSON: " + e.getMessage(), e);
  }

  /** The member of this object, or a null value. */
  public Json get(String name) {
    return value instanceof Map<?, ?> map ? new Json(map.get(name)) : NULL;
  }

  /** The member behind a path of names. */
  public Json get(String first, String... rest) {
    Json at = get(first);
    for (String name : rest) {
      at = at.get(name);
    }
    return at;
  }

  public boolean isNull() {
    return value == null;
  }

  /** The text of a string, number or boolean; empty for everything else. */
  public String text() {
    return value == null || value instanceof Map || value instanceof List ? "" : value.toString();
  }

  /** The number, or 0. */
  public long number() {
    return value instanceof Number n ? n.longValue() : 0;
  }

  /** The boolean, or false. */
  public boolean truth() {
    return Boolean.TRUE.equals(value);
  }

  /** The elements of this array; none for everything else. */
  public List<Json> items() {
    return value instanceof List<?> list ? list.stream().map(Json::new).toList() : List.of();
  }

  /** The members of this object in their order; none for everything else. */
  public Map<String, Json> fields() {
    Map<String, Json> fields = new LinkedHashMap<>();
    if (value instanceof Map<?, ?> map) {
      map.forEach((name, member) -> fields.put(String.valueOf(name), new Json(member)));
    }
    return fields;
  }

  /** The texts of this array's elements. */
  public List<String> texts() {
    return items().stream().map(Json::text).toList();
  }

  /** This document on one line. */
  public String compact() {
    return write(value);
  }

  /** This document indented by four spaces, as {@code docker inspect} prints it. */
  public String pretty() {
    StringBuilder out = new StringBuilder();
    Pretty.print(value, "\n", out);
    return out.toString();
  }

  /** A tree of maps, lists, strings, numbers, booleans and nulls as JSON on one line. */
  public static String write(@Nullable Object tree) {
    return tree instanceof Json json ? write(json.value()) : JsonWriter.string(tree);
  }
}
