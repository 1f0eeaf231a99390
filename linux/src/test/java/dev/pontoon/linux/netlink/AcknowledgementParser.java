package dev.pontoon.linux.netlink;

/** The parser of acknowledgements, for tests of what malformed messages do. */
public final class AcknowledgementParser {
  private AcknowledgementParser() {}

  /** Reads a message as an acknowledgement. */
  public static void read(Message message) {
    Acknowledgement.parse(message);
  }
}
