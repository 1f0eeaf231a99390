package dev.pontoon.daemon.resource;

import dev.pontoon.runtime.StdStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/**
 * Writes output to a client: as it is, or, to keep both outputs apart, in frames of the stream's
 * number, three zero bytes, the length in big-endian, and the bytes (Docker Engine API, attach).
 */
final class Frames {
  private static final int HEADER = 8;

  private final OutputStream out;
  private final boolean plain;

  Frames(OutputStream out, boolean plain) {
    this.out = out;
    this.plain = plain;
  }

  void write(StdStream stream, ByteBuffer data) throws IOException {
    int length = data.remaining();
    int header = plain ? 0 : HEADER;
    ByteBuffer frame = ByteBuffer.allocate(header + length);
    if (!plain) {
      frame.putInt(stream.number() << 24).putInt(length);
    }
    frame.put(data);
    out.write(frame.array());
    out.flush();
  }
}
