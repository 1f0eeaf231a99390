package dev.pontoon.api;

import java.util.List;

/** How to start a prepared process; the console's size is rows and columns. */
public record ExecStart(boolean detach, boolean tty, List<Integer> consoleSize) {
  public ExecStart {
    consoleSize = Absent.list(consoleSize);
  }
}
