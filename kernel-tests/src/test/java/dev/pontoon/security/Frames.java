package dev.pontoon.security;

import dev.pontoon.linux.ip.MacAddress;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Ethernet frames, made by hand. */
final class Frames {
  /** A payload, for one that says which attack it is to take its place. */
  static final byte[] ATTACK = {'A', 'T', 'T', 'A', 'C', 'K', '!', '!'};

  static final int ARP = 0x0806;
  static final int IPV4 = 0x0800;
  static final int IPV6 = 0x86dd;
  static final int NOTHING = 59; // RFC 8200: no next header
  static final int ICMPV6 = 58;
  static final int UDP = 17;
  private static final int HEADER = 14;
  private static final int LONGEST_MARK = 44;
  private static final int LEAST = 60; // bytes of a frame without its checksum

  private Frames() {}

  /** A frame, filled up with zeros to its least length. */
  static byte[] frame(MacAddress from, MacAddress to, int type, byte[] payload) {
    return ByteBuffer.allocate(Math.max(LEAST, HEADER + payload.length))
        .put(to.toBytes())
        .put(from.toBytes())
        .putShort((short) type)
        .put(payload)
        .array();
  }

  /** What a frame is known by without a payload: the last of what it carries. */
  static byte[] tail(byte[] frame) {
    int end = frame.length;
    while (frame[end - 1] == 0) {
      end--;
    }
    return Arrays.copyOfRange(frame, Math.max(HEADER, end - LONGEST_MARK), end);
  }

  /** A tag in front of what a frame carries (IEEE 802.1Q). */
  static byte[] tagged(int vlan, int type, byte[] payload) {
    return ByteBuffer.allocate(4 + payload.length)
        .putShort((short) vlan)
        .putShort((short) type)
        .put(payload)
        .array();
  }

  /** An ARP message (RFC 826): 1 asks, 2 answers. */
  static byte[] arp(int operation, Party sender, Party target) {
    return ByteBuffer.allocate(28)
        .putShort((short) 1)
        .putShort((short) IPV4)
        .put((byte) 6)
        .put((byte) 4)
        .putShort((short) operation)
        .put(sender.mac().toBytes())
        .put(sender.v4().getAddress())
        .put(target.mac().toBytes())
        .put(target.v4().getAddress())
        .array();
  }

  /** An IPv4 packet with a UDP datagram. */
  static byte[] udp4(InetAddress from, InetAddress to) {
    return ipv4(from, to, 0, udp());
  }

  /** A fragment, or a whole packet with 0. */
  static byte[] ipv4(InetAddress from, InetAddress to, int fragment, byte[] payload) {
    ByteBuffer packet = ByteBuffer.allocate(20 + payload.length);
    packet.putShort((short) 0x4500).putShort((short) packet.capacity()).putShort((short) 7);
    packet.putShort((short) fragment).put((byte) 64).put((byte) UDP).putShort((short) 0);
    packet.put(from.getAddress()).put(to.getAddress());
    packet.putShort(10, (short) checksum(Arrays.copyOf(packet.array(), 20)));
    return packet.put(payload).array();
  }

  static byte[] udp() {
    return ByteBuffer.allocate(16)
        .putInt(0x3039_3039)
        .putShort((short) 16)
        .putShort((short) 0)
        .put(ATTACK)
        .array();
  }

  /** An IPv6 packet, whose hop limit is what neighbour discovery asks for. */
  static byte[] ipv6(InetAddress from, InetAddress to, int next, byte[] payload) {
    return ByteBuffer.allocate(40 + payload.length)
        .putInt(0x6000_0000)
        .putShort((short) payload.length)
        .put((byte) next)
        .put((byte) 255)
        .put(from.getAddress())
        .put(to.getAddress())
        .put(payload)
        .array();
  }

  /** An ICMPv6 message in its packet, with its checksum. */
  static byte[] icmpv6(InetAddress from, InetAddress to, byte[] message) {
    return ipv6(from, to, ICMPV6, summed(from, to, message));
  }

  static byte[] summed(InetAddress from, InetAddress to, byte[] message) {
    byte[] pseudo =
        ByteBuffer.allocate(40 + message.length)
            .put(from.getAddress())
            .put(to.getAddress())
            .putInt(message.length)
            .putInt(ICMPV6)
            .put(message)
            .array();
    return ByteBuffer.wrap(message.clone()).putShort(2, (short) checksum(pseudo)).array();
  }

  /**
   * A message of neighbour discovery (RFC 4861) about an address.
   *
   * @param type 135 solicits, 136 advertises
   * @param options behind the fixed part
   */
  static byte[] neighbour(int type, InetAddress target, byte... options) {
    return ByteBuffer.allocate(24 + options.length)
        .put((byte) type)
        .put(4, (byte) (type == 136 ? 0x60 : 0)) // solicited, override
        .position(8)
        .put(target.getAddress())
        .put(options)
        .array();
  }

  /** The option that tells a link-layer address: 1 the source's, 2 the target's. */
  static byte[] link(int type, MacAddress mac) {
    return ByteBuffer.allocate(8).put((byte) type).put((byte) 1).put(mac.toBytes()).array();
  }

  private static int checksum(byte[] bytes) {
    long sum = 0;
    for (int i = 0; i < bytes.length; i += 2) {
      int low = i + 1 < bytes.length ? bytes[i + 1] & 0xff : 0;
      sum += (bytes[i] & 0xff) << 8 | low;
    }
    while (sum >> 16 != 0) {
      sum = (sum & 0xffff) + (sum >> 16);
    }
    return (int) ~sum & 0xffff;
  }
}
