package dev.pontoon.cli.parse;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code key=value,key=value}, a field in double quotes where it has a comma. */
public final class Csv {
  private Csv() {}

  /** The fields of one record. */
  public static List<String> fields(String text) {
    List<String> fields = new ArrayList<>();
    StringBuilder field = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' && quoted && i + 1 < text.length() && text.charAt(i + 1) == '"') {
        field.append('"');
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        fields.add(field.toString());
        field.setLength(0);
      } else {
        field.append(c);
      }
    }
    if (quoted) {
      throw new IllegalArgumentException("unterminated quote in " + text);
    }
    fields.add(field.toString());
    return fields;
  }

  /** The values of each key, a key without a value with an empty one. */
  public static Map<String, List<String>> pairs(String text) {
    Map<String, List<String>> pairs = new LinkedHashMap<>();
    for (String field : fields(text)) {
      int equals = field.indexOf('=');
      String key = (equals < 0 ? field : field.substring(0, equals)).strip();
      pairs
          .computeIfAbsent(key, k -> new ArrayList<>())
          .add(equals < 0 ? "" : field.substring(equals + 1).strip());
    }
    return pairs;
  }
}
