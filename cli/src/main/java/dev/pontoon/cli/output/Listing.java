package dev.pontoon.cli.output;

import dev.pontoon.cli.json.Json;
import dev.pontoon.cli.template.Template;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A list of things, printed as {@code --format} wants it: a table, JSON lines, or a template a
 * line.
 *
 * @param columns what each field is called in a table's head, for all fields that a template may
 *     name
 * @param usual the fields of the table without a format
 */
public record Listing(Map<String, String> columns, List<String> usual) {
  private static final String WHOLE_ROW = "{{json .}}";

  /** Prints the rows. An empty format is the usual table. */
  public String print(String format, List<Map<String, @Nullable String>> rows) {
    return switch (format) {
      case "", "table" ->
          table(String.join("\t", usual.stream().map(f -> "{{." + f + "}}").toList()), rows);
      case "json", WHOLE_ROW -> escapeHtml(lines(WHOLE_ROW, rows));
      default ->
          format.startsWith("table ")
              ? table(format.substring(6).strip(), rows)
              : lines(format, rows);
    };
  }

  /**
   * Whether a format names a field, or all of them: some cost more to know than the rest together.
   */
  public static boolean names(String format, String field) {
    return format.contains("." + field) || format.contains("json");
  }

  private String table(String format, List<Map<String, @Nullable String>> rows) {
    Template template = Template.parse(escapes(format));
    List<String> lines = new ArrayList<>();
    lines.add(template.render(columns));
    rows.forEach(row -> lines.add(template.render(row)));
    return Table.align(lines);
  }

  private static String lines(String format, List<Map<String, @Nullable String>> rows) {
    Template template = Template.parse(escapes(format));
    StringBuilder out = new StringBuilder();
    rows.forEach(row -> out.append(template.render(row)).append('\n'));
    return out.toString();
  }

  /** As Go's json.Marshal does within strings, and Docker so with whole rows, but not a field. */
  private static String escapeHtml(String json) {
    return json.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026");
  }

  /** A shell passes {@code \t} and {@code \n} as two characters. */
  public static String escapes(String format) {
    return format.replace("\\t", "\t").replace("\\n", "\n");
  }

  /** A value cut to so many characters, the last of which is an ellipsis. */
  public static String ellipsis(String text, int most) {
    return text.codePointCount(0, text.length()) <= most
        ? text
        : text.substring(0, text.offsetByCodePoints(0, most - 1)) + "…";
  }

  /** An id as Docker shows it: without its algorithm, 12 digits. */
  public static String shortId(String id) {
    String digits = id.substring(id.indexOf(':') + 1);
    return digits.substring(0, Math.min(12, digits.length()));
  }

  /** Labels as {@code a=1,b=2}. */
  public static String labels(Json labels) {
    return String.join(
        ",",
        labels.fields().entrySet().stream()
            .map(e -> e.getKey() + "=" + e.getValue().text())
            .sorted()
            .toList());
  }

  /** Pairs of field and value, in order; null is a value that there is none of. */
  public static Map<String, @Nullable String> row(@Nullable String... pairs) {
    Map<String, @Nullable String> row = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      row.put(Objects.requireNonNull(pairs[i]), pairs[i + 1]);
    }
    return row;
  }

  /** A command in double quotes, as Go quotes a string. */
  public static String quote(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    text.chars()
        .forEach(c -> {
          switch (c) {
            case '"' -> quoted.append("\\\"");
            case '\\' -> quoted.append("\\\\");
            case '\n' -> quoted.append("\\n");
            case '\t' -> quoted.append("\\t");
            case '\r' -> quoted.append("\\r");
            default ->
                quoted.append(c < ' ' ? String.format("\\x%02x", c) : String.valueOf((char) c));
          }
        });
    return quoted.append('"').toString();
  }
}
