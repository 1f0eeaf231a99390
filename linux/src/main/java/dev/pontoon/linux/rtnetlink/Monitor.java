package dev.pontoon.linux.rtnetlink;

import dev.pontoon.linux.netlink.Message;
import dev.pontoon.linux.netlink.NetlinkSocket;
import dev.pontoon.linux.netns.NetworkNamespace;
import dev.pontoon.linux.sys.Fd;
import java.util.ArrayList;
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
   * Starts to watch the namespace and, as far as the process may (CAP_NET_BROADCAST), all others
   * that it has numbers for: those that its links reach into.
   *
   * @throws dev.pontoon.linux.sys.KernelException with EPERM if it may not
   */
  public static Monitor openEverywhere(NetworkNamespace namespace, Set<Group> groups) {
    Monitor monitor = open(namespace, groups);
    try {
      monitor.socket.hearAllNamespaces();
      return monitor;
    } catch (RuntimeException e) {
      monitor.close();
      throw e;
    }
  }

  /**
   * A change, and where it happened.
   *
   * @param namespace its number in the watched namespace, or {@link NetlinkSocket#OWN_NAMESPACE}
   * @param portId of the netlink socket whose request caused it; 0 if the kernel itself did
   */
  public record Event(int namespace, long portId, Notification change) {}

  /**
   * What has come until now; never waits.
   *
   * @return empty if nothing has; the list is empty if only changes of other kinds came
   * @throws dev.pontoon.linux.sys.KernelException with ENOBUFS if changes were lost: look at
   *     everything anew
   */
  public Optional<List<Event>> poll() {
    return socket.poll().map(Monitor::events);
  }

  private static List<Event> events(NetlinkSocket.Notice notice) {
    List<Event> events = new ArrayList<>();
    for (Message message : notice.messages()) {
      Notification.parse(message)
          .ifPresent(change -> events.add(new Event(notice.namespace(), message.portId(), change)));
    }
    return events;
  }

  /** The descriptor, to wait for its input among others. */
  public Fd fd() {
    return socket.fd();
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
