package dev.pontoon.cli.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** A chunked body (RFC 9112 7.1). Chunk extensions and trailers are read and dropped. */
final class ChunkedInput extends InputStream {
  private final InputStream in;
  private long left;
  private boolean first = true;
  private boolean ended;

  ChunkedInput(InputStream in) {
    this.in = in;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (left == 0 && !ended) {
      nextChunk();
    }
    if (ended) {
      return -1;
    }
    int n = in.read(buffer, offset, (int) Math.min(length, left));
    if (n < 0) {
      throw new EOFException("the daemon closed the connection in the middle of its answer");
    }
    left -= n;
    return n;
  }

  private void nextChunk() throws IOException {
    if (!first) {
      HttpConnection.readLine(in); // the end of the chunk before
    }
    first = false;
    String size = HttpConnection.readLine(in);
    int extension = size.indexOf(';');
    left = HttpConnection.parseLength(extension < 0 ? size : size.substring(0, extension), 16);
    if (left == 0) {
      ended = true;
      for (String trailer = "-"; !trailer.isEmpty(); ) {
        trailer = HttpConnection.readLine(in);
      }
    }
  }
}
