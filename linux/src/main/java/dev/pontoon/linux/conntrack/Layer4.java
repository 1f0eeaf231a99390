package dev.pontoon.linux.conntrack;

/** What tells the flows of a transport protocol apart. */
public sealed interface Layer4 {
  /** Of TCP, UDP, SCTP and their like. */
  record Ports(int source, int destination) implements Layer4 {}

  /** Of ICMP and ICMPv6. */
  record Icmp(int id, int type, int code) implements Layer4 {}

  /** Of protocols without either. */
  record Nothing() implements Layer4 {}
}
