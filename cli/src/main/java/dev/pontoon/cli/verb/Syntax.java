package dev.pontoon.cli.verb;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * What a verb takes. Options are read as Docker's are: {@code -it}, {@code -p80:80}, {@code
 * --tty=false}.
 */
final class Syntax {
  private final CommandSpec spec = CommandSpec.create();
  private boolean optionsFirst;
  private int least;
  private int most;

  /** An option without a value, or with {@code =true} or {@code =false}. */
  Syntax flag(String names, String help) {
    return add(
        OptionSpec.builder(names.split(", ")).type(boolean.class).arity("0").description(help));
  }

  /** An option with one value; the last one given counts. */
  Syntax text(String names, String label, String help) {
    return add(
        OptionSpec.builder(names.split(", "))
            .type(String.class)
            .arity("1")
            .paramLabel(label)
            .description(help));
  }

  /** An option that may be repeated. */
  Syntax list(String names, String help) {
    return add(
        OptionSpec.builder(names.split(", "))
            .type(List.class)
            .auxiliaryTypes(String.class)
            .arity("1")
            .paramLabel("list")
            .description(help));
  }

  private Syntax add(OptionSpec.Builder option) {
    spec.addOption(option.build());
    return this;
  }

  /** Everything from the first operand on is an operand, as in {@code run IMAGE COMMAND -x}. */
  Syntax optionsFirst() {
    optionsFirst = true;
    return this;
  }

  /** How many operands there must be; without this, none. */
  Syntax operands(int atLeast, int atMost) {
    this.least = atLeast;
    this.most = atMost;
    return this;
  }

  Arguments parse(List<String> words, String command) {
    CommandLine line = new CommandLine(spec);
    spec.addPositional(
        PositionalParamSpec.builder()
            .type(List.class)
            .auxiliaryTypes(String.class)
            .arity("0..*")
            .paramLabel("ARG")
            .build());
    line.setStopAtPositional(optionsFirst);
    line.setExpandAtFiles(false);
    line.setOverwrittenOptionsAllowed(true);
    line.setAllowOptionsAsOptionParameters(true);
    Set<String> off = new HashSet<>();
    try {
      Arguments arguments =
          new Arguments(
              line.parseArgs(withoutValuesOfFlags(words, off).toArray(String[]::new)), off);
      checkCount(arguments.operands().size(), command);
      return arguments;
    } catch (CommandLine.ParameterException e) {
      throw new CommandException(125, reason(e) + " (see '" + command + " --help')");
    }
  }

  private static String reason(CommandLine.ParameterException e) {
    if (e instanceof CommandLine.UnmatchedArgumentException unmatched) {
      String word = unmatched.getUnmatched().getFirst();
      return word.startsWith("--") || word.length() < 2
          ? "unknown flag: " + word
          : "unknown shorthand flag: '" + word.charAt(1) + "' in " + word;
    }
    if (e instanceof CommandLine.MissingParameterException missing
        && !missing.getMissing().isEmpty()
        && missing.getMissing().getFirst() instanceof OptionSpec option) {
      return "flag needs an argument: " + option.longestName();
    }
    return String.valueOf(e.getMessage());
  }

  private void checkCount(int count, String command) {
    if (count >= least && count <= most) {
      return;
    }
    String wanted =
        most == 0
            ? "accepts no arguments"
            : most == Integer.MAX_VALUE
                ? "requires at least " + plural(least)
                : least == most
                    ? "requires " + plural(least)
                    : least == 0
                        ? "requires at most " + plural(most)
                        : "requires at least " + least + " and at most " + plural(most);
    throw new CommandException(
        1, "pontoon: '" + command + "' " + wanted + " (see '" + command + " --help')");
  }

  private static String plural(int n) {
    return n == 1 ? "1 argument" : n + " arguments";
  }

  /** Rewrites {@code --flag=false}, which picocli refuses for an option without a value. */
  private List<String> withoutValuesOfFlags(List<String> words, Set<String> off) {
    List<String> rewritten = new ArrayList<>(words);
    for (int i = 0; i < rewritten.size(); i++) {
      String word = rewritten.get(i);
      if (word.equals("--") || (optionsFirst && !word.startsWith("-"))) {
        break;
      }
      int equals = word.indexOf('=');
      OptionSpec option = spec.optionsMap().get(equals < 0 ? word : word.substring(0, equals));
      if (option == null || !word.startsWith("-")) {
        continue;
      }
      if (option.arity().max() == 1 && equals < 0) {
        i++; // its value
      } else if (option.arity().max() == 0 && equals > 0) {
        rewritten.set(i, option.longestName());
        setFlag(option, word.substring(equals + 1), off);
      } else if (option.arity().max() == 0) {
        off.remove(option.longestName());
      }
    }
    return rewritten;
  }

  private static void setFlag(OptionSpec option, String value, Set<String> off) {
    switch (value) {
      case "true", "1", "t" -> off.remove(option.longestName());
      case "false", "0", "f" -> off.add(option.longestName());
      default ->
          throw new CommandException(
              125,
              "invalid argument \""
                  + value
                  + "\" for \""
                  + option.longestName()
                  + "\" flag: true or false expected");
    }
  }

  /** The options as Docker's help shows them. */
  String help() {
    StringBuilder out = new StringBuilder();
    spec.options().stream()
        .sorted((a, b) -> a.longestName().compareTo(b.longestName()))
        .forEach(option -> {
          String shortest = option.shortestName();
          boolean both = !shortest.equals(option.longestName());
          String names =
              (both || shortest.length() == 2 ? "  " + shortest : "    ")
                  + (both ? ", " : shortest.length() == 2 ? "" : "  ")
                  + (shortest.length() == 2 && !both ? "" : option.longestName())
                  + (option.arity().max() == 0 ? "" : " " + option.paramLabel());
          out.append(String.format("%-30s %s%n", names, String.join(" ", option.description())));
        });
    return out.toString();
  }
}
