package dev.pontoon.cli.template;

import dev.pontoon.cli.json.Json;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Go's built-in functions and Docker's additions (json, join, split, lower, upper, title, pad,
 * truncate, println).
 */
final class Functions {
  private Functions() {}

  static @Nullable Object call(String name, List<@Nullable Object> arguments) {
    return switch (name) {
      case "json" -> Json.write(argument(name, arguments, 0));
      case "index" -> index(arguments);
      case "len" -> length(argument(name, arguments, 0));
      case "join" -> join(argument(name, arguments, 0), show(argument(name, arguments, 1)));
      case "split" -> split(show(argument(name, arguments, 0)), show(argument(name, arguments, 1)));
      case "lower" -> show(argument(name, arguments, 0)).toLowerCase(Locale.ROOT);
      case "upper" -> show(argument(name, arguments, 0)).toUpperCase(Locale.ROOT);
      case "title" -> title(show(argument(name, arguments, 0)));
      case "truncate" -> truncate(show(argument(name, arguments, 0)), argument(name, arguments, 1));
      case "pad" -> pad(arguments);
      case "print" -> arguments.stream().map(Functions::show).collect(Collectors.joining());
      case "println" ->
          arguments.stream().map(Functions::show).collect(Collectors.joining(" ")) + "\n";
      case "printf" ->
          Printf.format(show(argument(name, arguments, 0)), arguments.subList(1, arguments.size()));
      case "not" -> !truth(argument(name, arguments, 0));
      case "and", "or" -> arguments.isEmpty() ? null : arguments.getLast();
      case "eq" -> equal(arguments);
      case "ne" -> !equal(arguments);
      case "lt" -> compare(arguments) < 0;
      case "le" -> compare(arguments) <= 0;
      case "gt" -> compare(arguments) > 0;
      case "ge" -> compare(arguments) >= 0;
      default -> throw new TemplateException("function \"" + name + "\" not defined");
    };
  }

  private static @Nullable Object argument(String name, List<@Nullable Object> arguments, int at) {
    if (at >= arguments.size()) {
      throw new TemplateException("wrong number of args for " + name + ": got " + arguments.size());
    }
    return arguments.get(at);
  }

  private static @Nullable Object index(List<@Nullable Object> arguments) {
    Object value = argument("index", arguments, 0);
    for (Object key : arguments.subList(1, arguments.size())) {
      value =
          switch (value) {
            case Map<?, ?> map ->
                map.get(show(key)); // a missing key is the zero value here, not an error
            case List<?> list -> element(list, key);
            case null, default -> throw new TemplateException("can't index " + show(value));
          };
    }
    return value;
  }

  private static @Nullable Object element(List<?> list, @Nullable Object key) {
    if (!(key instanceof Number n)) {
      throw new TemplateException("cannot index slice with " + show(key));
    }
    if (n.longValue() < 0 || n.longValue() >= list.size()) {
      throw new TemplateException("index out of range: " + n);
    }
    return list.get(n.intValue());
  }

  private static long length(@Nullable Object value) {
    return switch (value) {
      case Map<?, ?> map -> map.size();
      case List<?> list -> list.size();
      case String s -> s.length();
      case null, default -> throw new TemplateException("len of " + show(value));
    };
  }

  private static String join(@Nullable Object value, String separator) {
    return value instanceof List<?> list
        ? list.stream().map(Functions::show).collect(Collectors.joining(separator))
        : show(value);
  }

  private static List<String> split(String text, String separator) {
    return Arrays.asList(text.split(java.util.regex.Pattern.quote(separator), -1));
  }

  private static String title(String text) {
    return text.isEmpty() ? text : Character.toTitleCase(text.charAt(0)) + text.substring(1);
  }

  private static String truncate(String text, @Nullable Object length) {
    int most = length instanceof Number n ? n.intValue() : 0;
    return text.substring(0, Math.min(text.length(), Math.max(0, most)));
  }

  private static String pad(List<@Nullable Object> arguments) {
    Object before = argument("pad", arguments, 1);
    Object after = argument("pad", arguments, 2);
    return " ".repeat(before instanceof Number n ? n.intValue() : 0)
        + show(arguments.getFirst())
        + " ".repeat(after instanceof Number n ? n.intValue() : 0);
  }

  private static boolean equal(List<@Nullable Object> arguments) {
    Object first = argument("eq", arguments, 0);
    argument("eq", arguments, 1);
    return arguments.stream().skip(1).anyMatch(other -> show(first).equals(show(other)));
  }

  private static int compare(List<@Nullable Object> arguments) {
    Object a = argument("comparison", arguments, 0);
    Object b = argument("comparison", arguments, 1);
    return a instanceof Number x && b instanceof Number y
        ? Double.compare(x.doubleValue(), y.doubleValue())
        : show(a).compareTo(show(b));
  }

  /** Go's truth: not zero, not empty. */
  static boolean truth(@Nullable Object value) {
    return switch (value) {
      case null -> false;
      case Boolean b -> b;
      case Number n -> n.doubleValue() != 0;
      case String s -> !s.isEmpty();
      case Map<?, ?> map -> !map.isEmpty();
      case List<?> list -> !list.isEmpty();
      default -> true;
    };
  }

  /** Go's {@code %v}. */
  static String show(@Nullable Object value) {
    return switch (value) {
      case null -> "<no value>";
      case Map<?, ?> map ->
          new TreeMap<>(map)
              .entrySet().stream()
                  .map(e -> e.getKey() + ":" + show(e.getValue()))
                  .collect(Collectors.joining(" ", "map[", "]"));
      case List<?> list ->
          list.stream().map(Functions::show).collect(Collectors.joining(" ", "[", "]"));
      default -> value.toString();
    };
  }
}
