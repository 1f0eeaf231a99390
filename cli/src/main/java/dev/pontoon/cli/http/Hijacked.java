package dev.pontoon.cli.http;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;

/**
 * A connection that carries raw bytes in both directions. One thread may read while another writes.
 */
public final class Hijacked implements Closeable {
  private final SocketChannel channel;
  private final InputStream in;
  private final OutputStream out;

  Hijacked(SocketChannel channel, InputStream in) {
    this.channel = channel;
    this.in = in;
    this.out = Channels.newOutputStream(channel);
  }

  public InputStream in() {
    return in;
  }

  /** Unbuffered: a key press goes out at once. */
  public OutputStream out() {
    return out;
  }

  /** Half-close: the other side reads the end of input, and its output still arrives. */
  public void closeOutput() throws IOException {
    channel.shutdownOutput();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
