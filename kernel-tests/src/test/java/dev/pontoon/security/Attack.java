package dev.pontoon.security;

import dev.pontoon.linux.ip.Addresses;
import dev.pontoon.linux.ip.MacAddress;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What a hostile container sends.
 *
 * @param what as docs/security.md has it
 * @param frame in hexadecimal digits, as all bytes here
 * @param mark bytes that no other frame has
 * @param kind the EtherType to watch for at the host's end of the attacker's link, where the frames
 *     are for the host; 3, which is all, at the victim's link otherwise
 */
record Attack(String what, String frame, String mark, int kind) {
  private static final int AT_VICTIM = 3;
  private static final int VLAN = 0x8100;
  private static final int SERVICE_VLAN = 0x88a8;
  private static final int LLDP = 0x88cc;
  private static final int SLOW = 0x8809;

  static Attack of(String what, byte[] frame) {
    return of(what, frame, AT_VICTIM);
  }

  private static Attack of(String what, byte[] frame, int kind) {
    byte[] own =
        ByteBuffer.allocate(8).putLong(new SplittableRandom(what.hashCode()).nextLong()).array();
    for (int i = 0; i + own.length <= frame.length; i++) {
      if (Arrays.equals(frame, i, i + own.length, Frames.ATTACK, 0, own.length)) {
        byte[] marked = frame.clone();
        System.arraycopy(own, 0, marked, i, own.length);
        return new Attack(what, Assault.hex(marked), Assault.hex(own), kind);
      }
    }
    return new Attack(what, Assault.hex(frame), Assault.hex(Frames.tail(frame)), kind);
  }

  /** All of them, for an attacker who wants a victim to take it for others. */
  static List<Attack> all(Party me, Party victim, Party neighbour, Party gateway) {
    List<Attack> all = new ArrayList<>();
    all.addAll(arp(me, victim, neighbour, gateway));
    all.addAll(discovery(me, victim, neighbour, gateway));
    all.addAll(sources(me, victim, neighbour));
    all.addAll(disguises(me, victim, neighbour, gateway));
    all.addAll(control(me));
    return all;
  }

  private static List<Attack> arp(Party me, Party victim, Party neighbour, Party gateway) {
    return List.of(
        of("ARP: an answer for the gateway", arp(me, victim, 2, gateway.behind(me), victim)),
        of("ARP: an answer for a neighbour", arp(me, victim, 2, neighbour.behind(me), victim)),
        of(
            "ARP: an announcement of the gateway's address to all",
            arp(me, Party.ALL, 1, gateway.behind(me), gateway)),
        of(
            "ARP: a neighbour's MAC for one's own address",
            arp(me, victim, 2, me.behind(neighbour), victim)));
  }

  private static byte[] arp(Party from, Party to, int operation, Party sender, Party target) {
    return Frames.frame(from.mac(), to.mac(), Frames.ARP, Frames.arp(operation, sender, target));
  }

  private static List<Attack> discovery(Party me, Party victim, Party neighbour, Party gateway) {
    byte[] mine = Frames.link(2, me.mac());
    byte[] mineAsSource = Frames.link(1, me.mac());
    InetAddress to = victim.v6();
    byte[] advert = new byte[16];
    advert[0] = (byte) 134;
    advert[6] = 0x07;
    advert[7] = 0x08; // a router for 1800 s
    byte[] redirect = new byte[40];
    redirect[0] = (byte) 137;
    System.arraycopy(me.v6().getAddress(), 0, redirect, 8, 16);
    System.arraycopy(gateway.v6().getAddress(), 0, redirect, 24, 16);
    return List.of(
        of(
            "ND: an advertisement of the gateway's address",
            icmp(me, victim, me.v6(), to, Frames.neighbour(136, gateway.v6(), mine))),
        of(
            "ND: an advertisement of a neighbour's address, in its name",
            icmp(me, victim, neighbour.v6(), to, Frames.neighbour(136, neighbour.v6(), mine))),
        of(
            "ND: an advertisement with a neighbour's MAC",
            icmp(
                me,
                victim,
                me.v6(),
                to,
                Frames.neighbour(136, me.v6(), Frames.link(2, neighbour.mac())))),
        of(
            "ND: a solicitation in the gateway's name",
            icmp(me, victim, gateway.v6(), to, Frames.neighbour(135, to, mineAsSource))),
        of(
            "ND: a solicitation with a neighbour's MAC",
            icmp(
                me,
                victim,
                me.v6(),
                to,
                Frames.neighbour(135, to, Frames.link(1, neighbour.mac())))),
        of(
            "ND: detection of the victim's address as a duplicate",
            icmp(me, Party.ALL, Addresses.parse("::"), Party.ALL.v6(), Frames.neighbour(135, to))),
        of("ND: a router advertisement", icmp(me, Party.ALL, me.v6(), Party.ALL.v6(), advert)),
        of("ND: a redirect", icmp(me, victim, me.v6(), to, redirect)));
  }

  private static byte[] icmp(
      Party me, Party to, InetAddress source, InetAddress destination, byte[] message) {
    return Frames.frame(
        me.mac(), to.mac(), Frames.IPV6, Frames.icmpv6(source, destination, message));
  }

  private static List<Attack> sources(Party me, Party victim, Party neighbour) {
    InetAddress outside = Addresses.parse("198.51.100.7");
    byte[] fromMe = Frames.udp4(me.v4(), victim.v4());
    return List.of(
        of(
            "source: a neighbour's MAC",
            Frames.frame(neighbour.mac(), victim.mac(), Frames.IPV4, fromMe)),
        of("source: a neighbour's IPv4 address", udp(me, victim, neighbour.v4())),
        of("source: an IPv4 address of another network", udp(me, victim, outside)),
        of("source: no IPv4 address (DHCP)", udp(me, Party.ALL, Addresses.parse("0.0.0.0"))),
        of(
            "source: a neighbour's IPv6 address",
            packet6(
                me, victim, Frames.ipv6(neighbour.v6(), victim.v6(), Frames.UDP, Frames.udp()))),
        of(
            "source: a made-up link-local address",
            packet6(
                me,
                victim,
                Frames.ipv6(
                    Addresses.parse("fe80::bad"), victim.v6(), Frames.NOTHING, Frames.ATTACK))));
  }

  private static byte[] udp(Party me, Party to, InetAddress source) {
    return Frames.frame(me.mac(), to.mac(), Frames.IPV4, Frames.udp4(source, to.v4()));
  }

  private static byte[] packet6(Party me, Party to, byte[] packet) {
    return Frames.frame(me.mac(), to.mac(), Frames.IPV6, packet);
  }

  private static List<Attack> disguises(Party me, Party victim, Party neighbour, Party gateway) {
    byte[] spoofed = Frames.udp4(neighbour.v4(), victim.v4());
    byte[] inner = Frames.tagged(5, Frames.IPV4, spoofed);
    byte[] advertisement =
        Frames.summed(
            me.v6(), victim.v6(), Frames.neighbour(136, gateway.v6(), Frames.link(2, me.mac())));
    byte[] hopOptions = {Frames.ICMPV6, 0, 1, 4, 0, 0, 0, 0};
    byte[] fragment = {Frames.ICMPV6, 0, 0, 1, 0, 0, 0, 9}; // the first of several
    byte[] endless = {0, (byte) 200, 0, 0, 0, 0, 0, 0}; // options beyond the packet's end
    return List.of(
        of("VLAN tag before a spoofed source", raw(me, victim, VLAN, inner)),
        of(
            "VLAN tag without a number (priority)",
            raw(me, victim, VLAN, Frames.tagged(0, Frames.IPV4, spoofed))),
        of("two VLAN tags (802.1ad)", raw(me, victim, SERVICE_VLAN, Frames.tagged(6, VLAN, inner))),
        of(
            "fragment with a spoofed source",
            raw(
                me,
                victim,
                Frames.IPV4,
                Frames.ipv4(neighbour.v4(), victim.v4(), 0x2000, Frames.udp()))),
        of(
            "ND: the gateway's address behind hop-by-hop options",
            packet6(
                me, victim, Frames.ipv6(me.v6(), victim.v6(), 0, join(hopOptions, advertisement)))),
        of(
            "ND: the gateway's address in a fragment",
            packet6(
                me, victim, Frames.ipv6(me.v6(), victim.v6(), 44, join(fragment, advertisement)))),
        of(
            "malformed: IPv6 options without an end",
            packet6(
                me, victim, Frames.ipv6(me.v6(), victim.v6(), 0, join(endless, Frames.ATTACK)))),
        of(
            "malformed: half an IPv4 header",
            Arrays.copyOf(Frames.frame(me.mac(), victim.mac(), Frames.IPV4, Frames.ATTACK), 22)),
        of("another EtherType", raw(me, victim, 0x88b5, Frames.ATTACK)));
  }

  private static byte[] join(byte[] one, byte[] other) {
    byte[] both = Arrays.copyOf(one, one.length + other.length);
    System.arraycopy(other, 0, both, one.length, other.length);
    return both;
  }

  private static byte[] raw(Party me, Party to, int type, byte[] payload) {
    return Frames.frame(me.mac(), to.mac(), type, payload);
  }

  /** Frames that the bridge treats by itself (IEEE 802.1D, table 7-10). */
  private static List<Attack> control(Party me) {
    MacAddress stp = MacAddress.parse("01:80:c2:00:00:00");
    MacAddress slow = MacAddress.parse("01:80:c2:00:00:02");
    MacAddress lldp = MacAddress.parse("01:80:c2:00:00:0e");
    byte[] bpdu = join(new byte[] {0x42, 0x42, 3}, Frames.ATTACK); // 802.2
    return List.of(
        of("bridge control: spanning tree (STP)", Frames.frame(me.mac(), stp, 38, bpdu)),
        of(
            "bridge control: LACP, to the host",
            Frames.frame(me.mac(), slow, SLOW, Frames.ATTACK),
            SLOW),
        of(
            "bridge control: LLDP, to the host",
            Frames.frame(me.mac(), lldp, LLDP, Frames.ATTACK),
            LLDP));
  }

  /** Whether it is for the host rather than for the victim. */
  boolean forHost() {
    return kind != AT_VICTIM;
  }
}
