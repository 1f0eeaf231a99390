package dev.pontoon.cli.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/**
 * Where a daemon listens.
 *
 * @param address the socket's address
 * @param text the address as the user wrote it, for errors
 */
public record Endpoint(SocketAddress address, String text) {

  /**
   * Reads {@code unix:///path}, a bare {@code /path}, or {@code tcp://127.0.0.1:port}.
   *
   * @throws IllegalArgumentException for any other form; plain TCP leaves this machine unprotected,
   *     so loopback only
   */
  public static Endpoint parse(String text) {
    if (text.startsWith("unix://") && text.length() > "unix://".length()) {
      return new Endpoint(
          UnixDomainSocketAddress.of(Path.of(text.substring("unix://".length()))), text);
    }
    if (text.startsWith("/")) {
      return new Endpoint(UnixDomainSocketAddress.of(Path.of(text)), "unix://" + text);
    }
    if (text.startsWith("tcp://")) {
      return tcp(text);
    }
    throw new IllegalArgumentException(
        "unable to parse docker host `" + text + "`: unix:///PATH or tcp://LOOPBACK:PORT expected");
  }

  private static Endpoint tcp(String text) {
    URI uri = URI.create(text);
    if (uri.getHost() == null || uri.getPort() < 0) {
      throw new IllegalArgumentException(
          "unable to parse docker host `" + text + "`: tcp://HOST:PORT expected");
    }
    InetSocketAddress address = new InetSocketAddress(uri.getHost(), uri.getPort());
    InetAddress ip = address.getAddress();
    if (ip == null || !ip.isLoopbackAddress()) {
      throw new IllegalArgumentException(
          "docker host `" + text + "`: plain TCP is for loopback addresses only");
    }
    return new Endpoint(address, text);
  }

  SocketChannel connect() throws IOException {
    SocketChannel channel =
        address instanceof UnixDomainSocketAddress
            ? SocketChannel.open(StandardProtocolFamily.UNIX)
            : SocketChannel.open();
    try {
      channel.connect(address);
      return channel;
    } catch (IOException e) {
      channel.close();
      throw new IOException(
          "Cannot connect to the Pontoon daemon at "
              + text
              + ". Is the daemon running? ("
              + e.getMessage()
              + ")",
          e);
    }
  }
}
