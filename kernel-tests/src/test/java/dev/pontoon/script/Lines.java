package dev.pontoon.script;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a command is to print: lines with placeholders. */
final class Lines {
  private static final String ANY_LINES = "...";
  private static final Pattern PLACEHOLDER = Pattern.compile("<(id|short|n|\\*)>");

  private Lines() {}

  /** Whether a command printed just these lines. */
  static boolean match(List<String> wanted, String printed) {
    StringBuilder regex = new StringBuilder();
    for (String line : wanted) {
      regex.append(line.equals(ANY_LINES) ? "(?:[^\n]*\n)*?" : line(line) + "[ \t\r]*\n");
    }
    String whole = printed.isEmpty() || printed.endsWith("\n") ? printed : printed + "\n";
    return Pattern.compile(regex.toString()).matcher(whole).matches();
  }

  private static String line(String text) {
    StringBuilder regex = new StringBuilder();
    Matcher matcher = PLACEHOLDER.matcher(text);
    int from = 0;
    while (matcher.find()) {
      regex.append(Pattern.quote(text.substring(from, matcher.start())));
      regex.append(placeholder(matcher.group(1)));
      from = matcher.end();
    }
    return regex.append(Pattern.quote(text.substring(from))).toString();
  }

  private static String placeholder(String name) {
    return switch (name) {
      case "id" -> "[0-9a-f]{64}";
      case "short" -> "[0-9a-f]{12}";
      case "n" -> "[0-9]+";
      default -> "[^\n]*";
    };
  }
}
