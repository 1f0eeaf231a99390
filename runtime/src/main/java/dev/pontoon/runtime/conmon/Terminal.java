package dev.pontoon.runtime.conmon;

import dev.pontoon.runtime.files.Disk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The size of a container's terminal, told to conmon through its control fifo. */
public final class Terminal {
  private static final int WINDOW_SIZE = 1; // conmon's WIN_RESIZE_EVENT

  private Terminal() {}

  /** Sets the size; the process hears of it by SIGWINCH. */
  public static void resize(Path bundle, int rows, int columns) {
    Path fifo = bundle.resolve("ctl");
    byte[] command =
        (WINDOW_SIZE + " " + rows + " " + columns + "\n").getBytes(StandardCharsets.US_ASCII);
    // Opened for both, so that it never waits for a reader that died.
    try (FileChannel channel =
        FileChannel.open(fifo, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(command));
    } catch (IOException e) {
      throw new UncheckedIOException("resize the terminal by " + fifo + ": " + Disk.reason(e), e);
    }
  }
}
