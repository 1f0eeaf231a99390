package dev.pontoon.cli.template;

import dev.pontoon.cli.json.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Go's {@code printf} with the verbs v, s, d, t and q, widths, and {@code -} for left. */
final class Printf {
  private Printf() {}

  static String format(String format, List<@Nullable Object> arguments) {
    StringBuilder out = new StringBuilder();
    int used = 0;
    for (int i = 0; i < format.length(); i++) {
      char c = format.charAt(i);
      if (c != '%' || i + 1 == format.length()) {
        out.append(c);
        continue;
      }
      int start = ++i;
      while (i < format.length() - 1
          && (Character.isDigit(format.charAt(i)) || format.charAt(i) == '-')) {
        i++;
      }
      if (format.charAt(i) == '%') {
        out.append('%');
      } else {
        @Nullable Object argument = used < arguments.size() ? arguments.get(used) : "%!(MISSING)";
        used++;
        out.append(padded(verb(format.charAt(i), argument), format.substring(start, i)));
      }
    }
    return out.toString();
  }

  private static String verb(char verb, @Nullable Object argument) {
    return switch (verb) {
      case 'v', 's', 'd', 't' -> Functions.show(argument);
      case 'q' -> Json.write(Functions.show(argument));
      default -> throw new TemplateException("printf knows %v %s %d %t %q, not %" + verb);
    };
  }

  private static String padded(String text, String width) {
    if (width.isEmpty() || width.equals("-")) {
      return text;
    }
    boolean left = width.startsWith("-");
    int columns = Integer.parseInt(left ? width.substring(1) : width);
    String blanks = " ".repeat(Math.max(0, columns - text.length()));
    return left ? text + blanks : blanks + text;
  }
}
