package dev.pontoon.cli.terminal;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * The stream of a container without a terminal: frames of eight bytes' head (stream 0, 1 or 2;
 * three zeros; length, big endian) and payload. From the Docker Engine API, "Stream format" of
 * attach.
 */
public final class Demultiplexer {
  private static final int ERROR = 3; // the daemon's own words, in place of a frame of output

  private Demultiplexer() {}

  /** Copies to the end of the stream, flushing each frame. */
  public static void copy(InputStream in, OutputStream out, OutputStream err) throws IOException {
    DataInputStream frames = new DataInputStream(in);
    byte[] buffer = new byte[32 * 1024];
    for (int stream = frames.read(); stream >= 0; stream = frames.read()) {
      frames.readNBytes(buffer, 0, 3);
      long left = Integer.toUnsignedLong(frames.readInt());
      if (stream > ERROR) {
        throw new IOException("unrecognized stream " + stream + " in the container's output");
      }
      if (stream == ERROR) {
        throw new IOException(
            "error from daemon in stream: "
                + new String(frames.readNBytes((int) left), StandardCharsets.UTF_8));
      }
      payload(frames, left, buffer, stream == 2 ? err : out);
    }
  }

  private static void payload(InputStream frames, long length, byte[] buffer, OutputStream to)
      throws IOException {
    for (long left = length; left > 0; ) {
      int n = frames.read(buffer, 0, (int) Math.min(left, buffer.length));
      if (n < 0) {
        throw new EOFException("the container's output ended inside a frame");
      }
      to.write(buffer, 0, n);
      left -= n;
    }
    to.flush();
  }
}
