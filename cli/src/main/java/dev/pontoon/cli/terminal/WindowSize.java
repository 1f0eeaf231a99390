package dev.pontoon.cli.terminal;

import java.io.IOException;

/** A terminal's rows and columns. */
public record WindowSize(int rows, int columns) {
  /** Reads {@code stty size}. */
  static WindowSize parse(String text) throws IOException {
    if (!text.matches("\\d{1,6} \\d{1,6}")) {
      throw new IOException("stty size: " + text);
    }
    int blank = text.indexOf(' ');
    return new WindowSize(
        Integer.parseInt(text.substring(0, blank)), Integer.parseInt(text.substring(blank + 1)));
  }
}
