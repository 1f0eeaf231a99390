package dev.pontoon.linux.nftables;

import dev.pontoon.linux.netlink.MalformedMessageException;
import dev.pontoon.linux.netlink.Message;
import dev.pontoon.linux.netlink.NetlinkSocket;
import dev.pontoon.linux.netns.NetworkNamespace;
import dev.pontoon.linux.sys.Fd;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Watches who changes the ruleset of a namespace, and in which tables. One reader at a time. */
public final class RulesetMonitor implements AutoCloseable {
  private final NetlinkSocket socket;
  private final Set<Table> touched = new HashSet<>();

  private RulesetMonitor(NetlinkSocket socket) {
    this.socket = socket;
  }

  /** Starts to watch: what changes from now on is not missed. */
  public static RulesetMonitor open(NetworkNamespace namespace) {
    return over(namespace.socket(NetlinkSocket.NETFILTER));
  }

  /** Watches with a socket. */
  static RulesetMonitor over(NetlinkSocket socket) {
    try {
      socket.join(Nftables.GROUP);
      return new RulesetMonitor(socket);
    } catch (RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  /**
   * A transaction with the tables that it changed something of, without their comments. A table
   * that was touched is told with the transaction's end.
   */
  public record Event(Transaction transaction, Set<Table> tables) {
    public Event {
      tables = Set.copyOf(tables);
    }
  }

  /**
   * The transactions that have ended until now; never waits.
   *
   * @return empty if nothing has come; the list is empty if no transaction has ended
   * @throws dev.pontoon.linux.sys.KernelException with ENOBUFS if changes were lost: look at
   *     everything anew
   */
  public Optional<List<Event>> poll() {
    return socket.poll().map(notice -> events(notice.messages()));
  }

  private List<Event> events(List<Message> messages) {
    List<Event> events = new ArrayList<>();
    for (Message message : messages) {
      if (message.type() == Types.wire(Types.NEW_GENERATION)) {
        events.add(new Event(Decoder.transaction(message), touched));
        touched.clear();
      } else {
        table(message).ifPresent(touched::add);
      }
    }
    return events;
  }

  /** All messages of the subsystem name their table in the first attribute (NFTA_*_TABLE). */
  private static Optional<Table> table(Message message) {
    try {
      return Optional.of(Decoder.tableOf(message));
    } catch (MalformedMessageException e) {
      return Optional.empty(); // of a family that nothing here is in
    }
  }

  /** The descriptor, to wait for its input among others. */
  public Fd fd() {
    return socket.fd();
  }

  @Override
  public void close() {
    socket.close();
  }
}
