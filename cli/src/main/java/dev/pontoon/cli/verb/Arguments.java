package dev.pontoon.cli.verb;

import java.util.List;
import java.util.Set;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** What the user wrote after a verb. */
final class Arguments {
  private final ParseResult parsed;
  private final Set<String> off;

  Arguments(ParseResult parsed, Set<String> off) {
    this.parsed = parsed;
    this.off = Set.copyOf(off);
  }

  boolean has(String option) {
    return known(option) != null && parsed.hasMatchedOption(option);
  }

  boolean is(String flag) {
    return is(flag, false);
  }

  /** A flag's value, or what it is when it was not given. */
  boolean is(String flag, boolean usual) {
    return has(flag) ? !off.contains(known(flag).longestName()) : usual;
  }

  /** An option's value; empty when not given. */
  String text(String option) {
    String value = has(option) ? parsed.matchedOptionValue(option, "") : "";
    return value == null ? "" : value;
  }

  /** An option's value as a whole number; an error that names the flag. */
  long number(String option, long usual) {
    if (!has(option)) {
      return usual;
    }
    String text = text(option);
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "invalid argument \""
              + text
              + "\" for \""
              + option
              + "\" flag: a whole number is expected",
          e);
    }
  }

  List<String> list(String option) {
    List<String> values =
        has(option) ? parsed.matchedOptionValue(option, List.<String>of()) : List.of();
    return values == null ? List.of() : List.copyOf(values);
  }

  /** The words that are no options. */
  List<String> operands() {
    List<String> values = parsed.matchedPositionalValue(0, List.<String>of());
    return values == null ? List.of() : List.copyOf(values);
  }

  String operand(int at) {
    return operands().get(at);
  }

  private OptionSpec known(String option) {
    OptionSpec spec = parsed.commandSpec().optionsMap().get(option);
    if (spec == null) {
      throw new IllegalStateException("the verb has no option " + option);
    }
    return spec;
  }
}
