package dev.pontoon.cli.terminal;

import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The terminal with every key passed on as it is, until closed or the process ends in whatever way
 * it can notice.
 */
public final class RawTerminal implements Closeable {
  private final String before;
  private final Thread atExit = new Thread(this::restoreAtExit, "restore-terminal");
  private final AtomicBoolean restored = new AtomicBoolean();

  private RawTerminal(String before) {
    this.before = before;
  }

  /** Saves the settings and makes the terminal raw. */
  public static RawTerminal open() throws IOException {
    RawTerminal terminal = new RawTerminal(Stty.run("-g"));
    Runtime.getRuntime().addShutdownHook(terminal.atExit);
    Stty.run("raw", "-echo");
    return terminal;
  }

  /** The window's size. */
  public static WindowSize size() throws IOException {
    return WindowSize.parse(Stty.run("size"));
  }

  @Override
  public void close() throws IOException {
    if (restored.compareAndSet(false, true)) {
      Stty.run(before);
    }
  }

  private void restoreAtExit() {
    try {
      close();
    } catch (IOException e) {
      System.err.println("pontoon: restore the terminal: " + e.getMessage() + " (type: stty sane)");
    }
  }
}
