package dev.pontoon.daemon.start;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Reads flags as dockerd does: {@code --mtu 1400}, {@code --mtu=1400}, {@code -Hunix://...}. */
final class CommandLine {
  private final Map<Flag, List<String>> values = new EnumMap<>(Flag.class);
  private final List<String> arguments;
  private int next;

  private CommandLine(List<String> arguments) {
    this.arguments = arguments;
  }

  static Map<Flag, List<String>> parse(List<String> arguments) {
    CommandLine line = new CommandLine(arguments);
    while (line.next < arguments.size()) {
      line.argument(arguments.get(line.next++));
    }
    return line.values;
  }

  private void argument(String text) {
    if (text.startsWith("--") && text.length() > 2) {
      int equals = text.indexOf('=');
      String name = equals < 0 ? text.substring(2) : text.substring(2, equals);
      Flag flag =
          Flag.byName(name).orElseThrow(() -> StartException.usage("unknown flag: --" + name));
      add(flag, equals < 0 ? null : text.substring(equals + 1));
    } else if (text.startsWith("-") && text.length() > 1) {
      letters(text.substring(1), text);
    } else {
      throw StartException.usage("unknown argument: " + text);
    }
  }

  private void letters(String text, String whole) {
    char letter = text.charAt(0);
    Flag flag =
        Flag.byLetter(letter)
            .orElseThrow(() ->
                StartException.usage(
                    "unknown shorthand flag: '%s' in %s".formatted(letter, whole)));
    String rest = text.substring(1);
    if (flag.kind() == Flag.Kind.SWITCH) {
      add(flag, null);
      if (!rest.isEmpty()) {
        letters(rest, whole);
      }
    } else {
      add(flag, rest.isEmpty() ? null : rest.startsWith("=") ? rest.substring(1) : rest);
    }
  }

  private void add(Flag flag, @org.jspecify.annotations.Nullable String given) {
    String value = given;
    if (value == null) {
      value = flag.kind() == Flag.Kind.SWITCH ? "true" : following(flag);
    }
    List<String> list = values.computeIfAbsent(flag, _ -> new ArrayList<>());
    if (flag.kind() != Flag.Kind.MANY) {
      list.clear(); // the last one counts
    }
    list.add(value);
  }

  private String following(Flag flag) {
    if (next == arguments.size()) {
      throw StartException.usage("flag needs an argument: --" + flag.flagName());
    }
    return arguments.get(next++);
  }
}
