package dev.pontoon.linux.rtnetlink;

import dev.pontoon.linux.netlink.NetlinkSocket;
import dev.pontoon.linux.netns.NetworkNamespace;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Watches what changes in a namespace. One reader at a time. */
public final class Monitor implements AutoCloseable {
  private final NetlinkSocket socket;

  private Monitor(NetlinkSocket socket) {
    this.socket = socket;
  }

  /** Starts to watch: what changes from now on is not missed. */
  public static Monitor open(NetworkNamespace namespace, Set<Group> groups) {
    NetlinkSocket socket = namespace.socket(NetlinkSocket.ROUTE);
    try {
      groups.forEach(group -> socket.join(group.number()));
      return new Monitor(socket);
    } catch (RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  /**
   * Waits for changes.
   *
   * @param milliseconds at most so long; -1 waits for ever
   * @return empty at the time limit, or if only changes of other kinds came
   * @throws dev.pontoon.linux.sys.KernelException with ENOBUFS if changes were lost: look at
   *     everything anew
   */
  public List<Notification> receive(int milliseconds) {
    return socket.receive(milliseconds).stream()
        .map(Notification::parse)
        .flatMap(Optional::stream)
        .toList();
  }

  @Override
  public void close() {
    socket.close();
  }
}
