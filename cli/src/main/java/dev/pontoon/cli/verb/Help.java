package dev.pontoon.cli.verb;

/** What {@code pontoon --help} and {@code pontoon network --help} print. */
final class Help {
  private Help() {}

  /**
   * Lists verbs.
   *
   * @param group the first word of the verbs to list, or empty for all
   */
  static String of(String group, Syntax globals) {
    StringBuilder out = new StringBuilder();
    out.append(
        group.isEmpty()
            ? "Usage:  pontoon [OPTIONS] COMMAND [ARG...]\n\nContainer networking, rebuilt to be read and trusted\n"
            : "Usage:  pontoon " + group + " COMMAND\n");
    out.append("\nCommands:\n");
    Verbs.all()
        .forEach((name, verb) -> {
          if (name.startsWith(group)) {
            out.append(String.format("  %-20s %s%n", name, verb.get().summary()));
          }
        });
    if (group.isEmpty()) {
      out.append(
          String.format("  %-20s %s%n", "daemon", "Run the daemon (see 'pontoon daemon --help')"));
      out.append("\nOptions:\n").append(globals.help());
    }
    return out.toString();
  }
}
