package dev.pontoon.cli;

import dev.pontoon.cli.terminal.Console;
import dev.pontoon.cli.verb.Pontoon;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;

/** The {@code pontoon} command's process. */
public final class Main {
  private Main() {}

  /** Runs a command line and ends the process with its code. */
  public static void main(String[] words) {
    int code = pontoon(Console.ofProcess()).run(List.of(words));
    // Not exit: what there is to undo has been undone, and exit sets up logging to say that it was
    // called.
    Runtime.getRuntime().halt(code);
  }

  static Pontoon pontoon(Console console) {
    return new Pontoon(
        console,
        System::getenv,
        Path.of("").toAbsolutePath(),
        InstantSource.system(),
        ZoneId::systemDefault);
  }
}
