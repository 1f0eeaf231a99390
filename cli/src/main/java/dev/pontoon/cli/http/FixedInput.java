package dev.pontoon.cli.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** A body of known length. */
final class FixedInput extends InputStream {
  private final InputStream in;
  private long left;

  FixedInput(InputStream in, long length) {
    this.in = in;
    this.left = length;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (left == 0 || length == 0) {
      return left == 0 ? -1 : 0;
    }
    int n = in.read(buffer, offset, (int) Math.min(length, left));
    if (n < 0) {
      throw new EOFException(
          "the daemon closed the connection " + left + " bytes before the end of its answer");
    }
    left -= n;
    return n;
  }
}
