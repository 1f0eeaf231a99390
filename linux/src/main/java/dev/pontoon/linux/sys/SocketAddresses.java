package dev.pontoon.linux.sys;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Internet socket addresses in the kernel's layout (ip(7), ipv6(7)). */
public final class SocketAddresses {
  /** The size of struct sockaddr_in6, the larger one. */
  public static final int MAX_SIZE = 28;

  private static final int V4_SIZE = 16;
  private static final int V4_BYTES = 4;
  private static final int V6_BYTES = 16;
  private static final int PORT = 2;
  private static final int V4_ADDRESS = 4;
  private static final int V6_ADDRESS = 8;
  private static final int V6_SCOPE = 24;

  private SocketAddresses() {}

  /** AF_INET or AF_INET6. */
  public static int family(InetAddress address) {
    return address instanceof Inet6Address ? Sockets.AF_INET6 : Sockets.AF_INET;
  }

  /** The struct sockaddr_in or sockaddr_in6 of an address and port. */
  public static byte[] encode(InetAddress address, int port) {
    boolean v6 = address instanceof Inet6Address;
    ByteBuffer bytes = ByteBuffer.allocate(v6 ? MAX_SIZE : V4_SIZE).order(ByteOrder.nativeOrder());
    bytes.putShort(0, (short) family(address));
    bytes.put(PORT, (byte) (port >> 8)).put(PORT + 1, (byte) port); // network byte order
    bytes.put(v6 ? V6_ADDRESS : V4_ADDRESS, address.getAddress());
    if (address instanceof Inet6Address scoped) {
      bytes.putInt(V6_SCOPE, scoped.getScopeId());
    }
    return bytes.array();
  }

  /** The address and port of a struct sockaddr_in or sockaddr_in6. */
  public static InetSocketAddress decode(byte[] sockaddr) {
    ByteBuffer bytes = ByteBuffer.wrap(sockaddr).order(ByteOrder.nativeOrder());
    boolean v6 = bytes.getShort(0) == Sockets.AF_INET6;
    byte[] address = new byte[v6 ? V6_BYTES : V4_BYTES];
    bytes.get(v6 ? V6_ADDRESS : V4_ADDRESS, address);
    int port = ((bytes.get(PORT) & 0xff) << 8) | (bytes.get(PORT + 1) & 0xff);
    int scope = v6 ? bytes.getInt(V6_SCOPE) : 0;
    return new InetSocketAddress(address(address, scope == 0 ? -1 : scope), port);
  }

  /** The address of 4 or 16 bytes. */
  static InetAddress address(byte[] bytes) {
    return address(bytes, -1);
  }

  private static InetAddress address(byte[] bytes, int scope) {
    try {
      return bytes.length == V6_BYTES
          ? Inet6Address.getByAddress(null, bytes, scope)
          : InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("an address of " + bytes.length + " bytes", e);
    }
  }
}
