package dev.pontoon.runtime.container;

import dev.pontoon.runtime.RuntimeFault;
import java.util.List;
import java.util.Locale;

/** The names of signal(7), numbered as on x86 and ARM. */
final class Signals {
  static final int SIGKILL = 9;
  static final int SIGTERM = 15;
  private static final int RT_MIN = 34;
  private static final int RT_MAX = 64;
  private static final List<String> NAMES =
      List.of(
          "", "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV",
          "USR2", "PIPE", "ALRM", "TERM", "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU",
          "URG", "XCPU", "XFSZ", "VTALRM", "PROF", "WINCH", "IO", "PWR", "SYS");

  private Signals() {}

  /**
   * The number of {@code KILL}, {@code SIGKILL}, {@code 9} or {@code RTMIN+3}.
   *
   * @throws RuntimeFault if there is no such signal
   */
  static int number(String signal) {
    String name = signal.toUpperCase(Locale.ROOT).replaceFirst("^SIG", "");
    int index = name.isEmpty() ? -1 : NAMES.indexOf(name);
    if (index > 0) {
      return index;
    }
    try {
      int number =
          name.startsWith("RTMIN")
              ? RT_MIN + (name.equals("RTMIN") ? 0 : Integer.parseInt(name.substring(5)))
              : Integer.parseInt(name);
      if (number > 0 && number <= RT_MAX) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Neither a name nor a number: said below.
    }
    throw new RuntimeFault(RuntimeFault.Kind.INVALID, "invalid signal: " + signal);
  }
}
