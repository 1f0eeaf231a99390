package dev.pontoon.script;

import java.util.List;

/**
 * A command line of a script, and what is to come of it.
 *
 * @param line where it stands in its file
 * @param out what it prints on its standard output, line by line
 * @param err texts that its standard error contains; where there are none, it may say anything
 * @param keys of a command at a terminal: what is typed and awaited
 */
record Step(
    int line,
    Kind kind,
    String command,
    int exitCode,
    List<String> out,
    List<String> err,
    List<Key> keys) {
  Step {
    out = List.copyOf(out);
    err = List.copyOf(err);
    keys = List.copyOf(keys);
  }

  /** How a command is run. */
  enum Kind {
    ONCE,
    /** Again and again until all is as it should be, since something takes its time. */
    UNTIL,
    TERMINAL
  }

  /**
   * What happens at a terminal.
   *
   * @param typed whether the text is typed, rather than awaited on the screen
   */
  record Key(boolean typed, String text) {}
}
