package dev.pontoon.linux.conntrack;

import java.util.Optional;

/**
 * A tracked connection.
 *
 * @param original as its first packet was before any translation
 * @param reply as answers are before they are translated back; its source is where the connection
 *     really leads
 * @param status the IPS_ bits
 * @param timeout the seconds until it is forgotten
 * @param tcpState the kernel's number of the state of a TCP connection
 * @param sent in the original direction, if the kernel counts (nf_conntrack_acct)
 * @param answered in the reply direction, likewise
 */
public record Flow(
    Tuple original,
    Tuple reply,
    long id,
    int zone,
    int status,
    long mark,
    long timeout,
    Optional<Integer> tcpState,
    Optional<Traffic> sent,
    Optional<Traffic> answered) {
  private static final int SEEN_REPLY = 1 << 1;
  private static final int SOURCE_NAT = 1 << 4;
  private static final int DESTINATION_NAT = 1 << 5;

  /** Whether anything came back. */
  public boolean seenReply() {
    return (status & SEEN_REPLY) != 0;
  }

  /** Whether its source is translated. */
  public boolean sourceTranslated() {
    return (status & SOURCE_NAT) != 0;
  }

  /** Whether its destination is translated. */
  public boolean destinationTranslated() {
    return (status & DESTINATION_NAT) != 0;
  }
}
