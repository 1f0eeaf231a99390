package dev.pontoon.linux.netlink;

import java.util.List;

/** Sockets whose kernel is a script, for tests in other packages. */
public final class ScriptedSockets {
  private ScriptedSockets() {}

  /** One on which the message of an index is refused and the others stay unanswered. */
  public static NetlinkSocket refusing(int index, int error) {
    return new NetlinkSocket(
        new ScriptedTransport()
            .answer(requests ->
                List.of(ScriptedTransport.acknowledgement(requests.get(index), error))));
  }
}
