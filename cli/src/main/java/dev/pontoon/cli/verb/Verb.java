package dev.pontoon.cli.verb;

import java.io.IOException;
import java.util.List;

/**
 * One verb.
 *
 * @param name what the user types, {@code run} or {@code network create}
 * @param operands the rest of the usage line
 * @param summary one line for the help
 */
record Verb(String name, String operands, String summary, Syntax syntax, Action action) {

  /** What a verb does; gives the exit code. */
  @FunctionalInterface
  interface Action {
    int run(Session session, Arguments arguments) throws IOException;
  }

  int run(Session session, List<String> words) throws IOException {
    if (asksForHelp(words)) {
      session.console().out().print(help());
      return 0;
    }
    return action.run(session, syntax.parse(words, "pontoon " + name));
  }

  /**
   * Among the options: after the first operand, or {@code --}, it may be a word for a container.
   */
  private static boolean asksForHelp(List<String> words) {
    return words.stream()
            .takeWhile(w -> w.startsWith("-") && !w.equals("--"))
            .anyMatch("--help"::equals)
        || (words.size() == 1 && words.getFirst().equals("--help"));
  }

  private String help() {
    String options = syntax.help();
    String usage =
        "Usage:  pontoon "
            + name
            + (options.isEmpty() ? "" : " [OPTIONS]")
            + (operands.isEmpty() ? "" : " " + operands);
    return usage + "\n\n" + summary + "\n" + (options.isEmpty() ? "" : "\nOptions:\n" + options);
  }
}
