package dev.pontoon.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The engine's health: Pontoon's own object in {@code /info}, which Docker's clients pass over.
 *
 * @param limitations what the host lacks, a sentence each
 * @param unfinishedChanges that failed and could not be undone; the next start repairs them
 * @param repairedAtStart what the daemon's start found amiss and put right, a sentence each
 */
public record PontoonInfo(
    List<String> limitations,
    int unfinishedChanges,
    Use reservedSockets,
    @Nullable Use trackedConnections,
    RelayInfo relay,
    List<String> repairedAtStart) {

  /** So many of at most so many. */
  public record Use(long used, long limit) {}

  /**
   * The relay.
   *
   * @param port that the firewall redirects to; 0 where it listens on every published port itself
   */
  public record RelayInfo(
      int port,
      @JsonProperty("TCPConnections") int tcpConnections,
      @JsonProperty("UDPClients") int udpClients) {}
}
