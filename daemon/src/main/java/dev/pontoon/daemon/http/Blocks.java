package dev.pontoon.daemon.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Streams over what is read and written in blocks. */
final class Blocks {
  private Blocks() {}

  /** Reads as {@link InputStream#read(byte[], int, int)} does. */
  interface Source {
    int read(byte[] bytes, int offset, int length) throws IOException;
  }

  /** Writes as {@link OutputStream#write(byte[], int, int)} does. */
  interface Sink {
    void write(byte[] bytes, int offset, int length) throws IOException;
  }

  static InputStream input(Source source) {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        return source.read(bytes, offset, length);
      }
    };
  }

  static OutputStream output(Sink sink) {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        sink.write(bytes, offset, length);
      }
    };
  }
}
