package dev.pontoon.engine;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/**
 * How an engine and its host namespace are, at one moment.
 *
 * @param leases of each subnet of each network
 * @param reservedSockets how many sockets hold published ports, so that nobody else can bind them
 * @param reservedSocketsLimit how many there can be; 0 where the relay binds the ports itself
 * @param connections what the host namespace tracks; empty where its kernel tracks nothing
 * @param unfinished changes that failed and could not be undone, which the next start repairs
 * @param repairs what this engine's start found amiss and put right, a sentence each
 */
public record Health(
    List<Leases> leases,
    int reservedSockets,
    int reservedSocketsLimit,
    Optional<Connections> connections,
    Relay relay,
    int unfinished,
    List<String> repairs) {
  public Health {
    leases = List.copyOf(leases);
    repairs = List.copyOf(repairs);
  }

  /**
   * The addresses of a network's subnet.
   *
   * @param network its name
   * @param used held by endpoints
   * @param free that endpoints without a wish can still get
   */
  public record Leases(String network, boolean ipv6, int used, BigInteger free) {}

  /**
   * Connection tracking.
   *
   * @param tracked net/netfilter/nf_conntrack_count
   * @param max net/netfilter/nf_conntrack_max
   */
  public record Connections(long tracked, long max) {}

  /**
   * The relay.
   *
   * @param port that the firewall redirects to; 0 where it listens on every published port itself
   * @param tcp connections that pass through it
   * @param udp clients that it serves
   */
  public record Relay(int port, int tcp, int udp) {}
}
