package dev.pontoon.cli.json;

import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Go's {@code json.MarshalIndent} layout, which nanojson's own indentation is not: {@code "a": 1},
 * {@code {}}, {@code []}.
 */
final class Pretty {
  private Pretty() {}

  static void print(@Nullable Object value, String newline, StringBuilder out) {
    switch (value) {
      case Map<?, ?> map ->
          block(
              '{',
              '}',
              map.entrySet(),
              newline,
              out,
              e -> {
                out.append(Json.write(String.valueOf(e.getKey()))).append(": ");
                print(e.getValue(), newline + "    ", out);
              });
      case List<?> list ->
          block('[', ']', list, newline, out, e -> print(e, newline + "    ", out));
      case null, default -> out.append(Json.write(value));
    }
  }

  private static <T> void block(
      char open,
      char close,
      Collection<T> elements,
      String newline,
      StringBuilder out,
      Consumer<T> print) {
    out.append(open);
    for (Iterator<T> at = elements.iterator(); at.hasNext(); ) {
      out.append(newline).append("    ");
      print.accept(at.next());
      if (at.hasNext()) {
        out.append(',');
      }
    }
    out.append(elements.isEmpty() ? "" : newline).append(close);
  }
}
