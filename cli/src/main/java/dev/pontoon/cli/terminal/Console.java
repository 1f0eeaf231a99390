package dev.pontoon.cli.terminal;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The command's three streams.
 *
 * @param inTerminal whether the input is a terminal
 * @param outTerminal whether the output is a terminal
 */
public record Console(
    InputStream in, PrintStream out, PrintStream err, boolean inTerminal, boolean outTerminal) {

  /** This process's own streams. The output is buffered: flush it. */
  public static Console ofProcess() {
    return new Console(
        new FileInputStream(FileDescriptor.in),
        new PrintStream(
            new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 1 << 15),
            false,
            StandardCharsets.UTF_8),
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
        isTerminal(0),
        isTerminal(1));
  }

  /**
   * What the descriptor's link says; asking the C library would need native access in this small
   * command.
   */
  private static boolean isTerminal(int descriptor) {
    try {
      String link = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
      return link.startsWith("/dev/pts/")
          || link.startsWith("/dev/tty")
          || link.equals("/dev/console");
    } catch (IOException e) {
      return false; // closed, or no /proc: then nothing here is a terminal
    }
  }
}
