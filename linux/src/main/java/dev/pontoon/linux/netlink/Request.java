package dev.pontoon.linux.netlink;

/**
 * A message to the kernel.
 *
 * @param operation what it does and to what, for errors: {@code create bridge pontoon0}
 * @param type the family's message type, such as RTM_NEWLINK
 * @param flags beyond NLM_F_REQUEST, which is always set: the NLM_F constants of {@link Flags}
 * @param payload the family's header and attributes
 */
public record Request(String operation, int type, int flags, Bytes payload) {
  /** The same request with more flags. */
  public Request with(int moreFlags) {
    return new Request(operation, type, flags | moreFlags, payload);
  }

  /** Whether a flag of {@link Flags} is set. */
  public boolean has(int flag) {
    return (flags & flag) != 0;
  }
}
