package dev.pontoon.cli.verb;

import dev.pontoon.cli.client.Client;
import dev.pontoon.cli.terminal.Console;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a verb works with.
 *
 * @param dryRun whether to print a change instead of making it
 * @param environment the user's variables
 * @param now what the time is
 * @param zone where times are shown; asked for only when one is, since the JDK takes 20 ms to know
 */
public record Session(
    Client client,
    Console console,
    boolean dryRun,
    UnaryOperator<@Nullable String> environment,
    Path directory,
    InstantSource now,
    Supplier<ZoneId> zone) {

  /** A piece of work on one of several objects. */
  @FunctionalInterface
  interface Each {
    void on(String name) throws IOException;
  }

  /**
   * Works on each; those that fail are said on the standard error, one line each, and make the exit
   * code 1.
   */
  int each(List<String> names, Each work) {
    int code = 0;
    for (String name : names) {
      try {
        work.on(name);
      } catch (IOException | IllegalArgumentException e) {
        console.out().flush();
        console.err().println(e.getMessage());
        code = 1;
      }
    }
    return code;
  }

  void print(String text) {
    console.out().print(text);
  }

  void println(String text) {
    console.out().print(text + "\n");
  }
}
