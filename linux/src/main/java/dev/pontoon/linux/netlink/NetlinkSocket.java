package dev.pontoon.linux.netlink;

import dev.pontoon.linux.sys.Errno;
import dev.pontoon.linux.sys.Fd;
import dev.pontoon.linux.sys.KernelException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A netlink socket. It stays in the network namespace it was opened in and may be used from any
 * thread; requests of several threads go one after another.
 *
 * <p>The kernel works on a request inside send(2), so that its answers wait to be received when
 * send returns; a batch of requests in one send is carried out in order, and an error does not stop
 * those after it (unless the family, as nfnetlink does, makes the batch a transaction).
 */
public final class NetlinkSocket implements AutoCloseable {
  /** NETLINK_ROUTE. */
  public static final int ROUTE = 0;

  /** NETLINK_SOCK_DIAG. */
  public static final int SOCK_DIAG = 4;

  /** NETLINK_NETFILTER. */
  public static final int NETFILTER = 12;

  /** What {@link Notice} has for the namespace that the socket was opened in. */
  public static final int OWN_NAMESPACE = -1;

  private static final int DUMP_ATTEMPTS = 10;

  private final Transport transport;
  private final ReentrantLock lock = new ReentrantLock();
  private int sequence;

  NetlinkSocket(Transport transport) {
    this.transport = transport;
  }

  /** Opens a socket of a netlink protocol in the calling thread's network namespace. */
  public static NetlinkSocket open(int protocol) {
    return new NetlinkSocket(KernelTransport.open(protocol));
  }

  /**
   * Carries out one request and returns the messages that it answered with before its
   * acknowledgement: an object asked for, or the echo of what was made.
   *
   * @throws KernelException if the kernel refuses it
   */
  public List<Message> execute(Request request) {
    List<Message> replies = new ArrayList<>();
    Acknowledgement acknowledgement =
        exchange(List.of(request.with(Flags.ACK)), replies).getFirst();
    if (!acknowledgement.succeeded()) {
      throw acknowledgement.toException(request.operation());
    }
    return replies;
  }

  /**
   * Sends many requests at once and returns what the kernel said to each, in order. Requests
   * without {@link Flags#ACK} count as successful unless an error came back.
   */
  public List<Acknowledgement> submit(List<Request> requests) {
    if (requests.isEmpty()) {
      return List.of();
    }
    return exchange(requests, new ArrayList<>());
  }

  /**
   * Asks for all objects. A dump that a change disturbed under way is asked again.
   *
   * @throws KernelException if the kernel refuses it, or disturbs every attempt
   */
  public List<Message> dump(Request request) {
    lock.lock();
    try {
      for (int attempt = 0; attempt < DUMP_ATTEMPTS; attempt++) {
        List<Message> messages = dumpOnce(request.with(Flags.DUMP));
        if (messages.stream().noneMatch(m -> m.has(Flags.DUMP_INTR))) {
          return messages.stream().filter(m -> m.type() != Message.DONE).toList();
        }
      }
      throw new KernelException(
          request.operation(), Errno.of(Errno.EINTR), "disturbed in each attempt");
    } finally {
      lock.unlock();
    }
  }

  /** Subscribes to a multicast group by its number; use the socket for notifications alone then. */
  public void join(int group) {
    transport.join(group);
  }

  /**
   * Waits for notifications of the joined groups. Not under the request lock, since a subscriber's
   * socket serves one reader only.
   *
   * @param milliseconds at most so long; -1 waits for ever
   * @return the messages of one datagram, empty at the time limit
   * @throws KernelException with ENOBUFS if notifications were lost: look at everything anew
   */
  public List<Message> receive(int milliseconds) {
    return transport.awaitReadable(milliseconds) ? Message.parse(transport.receive()) : List.of();
  }

  /**
   * Hears the joined groups also in all other namespaces that the socket's own has a number for:
   * those to which a link of its own reaches, as a veth pair does (NETLINK_LISTEN_ALL_NSID).
   *
   * @throws KernelException with EPERM without CAP_NET_BROADCAST
   */
  public void hearAllNamespaces() {
    transport.hearAllNamespaces();
  }

  /**
   * Notifications of one namespace.
   *
   * @param namespace its number in the socket's own (nsid), or {@link #OWN_NAMESPACE}
   */
  public record Notice(int namespace, List<Message> messages) {
    public Notice {
      messages = List.copyOf(messages);
    }
  }

  /**
   * The next notifications, where there are any now; never waits. Else as {@link #receive}.
   *
   * @throws KernelException with ENOBUFS if notifications were lost: look at everything anew
   */
  public Optional<Notice> poll() {
    if (!transport.awaitReadable(0)) {
      return Optional.empty();
    }
    Transport.Datagram datagram = transport.receiveWithOrigin();
    return Optional.of(new Notice(datagram.namespace(), Message.parse(datagram.bytes())));
  }

  /** By which the kernel tells whose request caused a message: {@link Message#portId}. */
  public long portId() {
    return transport.portId();
  }

  /** The descriptor, to wait for its input among others. */
  public Fd fd() {
    return transport.fd();
  }

  private List<Acknowledgement> exchange(List<Request> requests, List<Message> replies) {
    lock.lock();
    try {
      Answers answers = new Answers(requests, send(requests));
      while (answers.owed() || transport.awaitReadable(0)) {
        for (Message message : Message.parse(transport.receive())) {
          answers.accept(message, replies);
        }
      }
      return answers.acknowledgements();
    } finally {
      lock.unlock();
    }
  }

  private List<Message> dumpOnce(Request request) {
    int expected = send(List.of(request));
    List<Message> messages = new ArrayList<>();
    boolean done = false;
    while (!done) {
      for (Message message : Message.parse(transport.receive())) {
        if ((int) message.sequence() == expected) {
          failOnError(request, message);
          messages.add(message);
          done |= message.isLast();
        }
      }
    }
    return messages;
  }

  private static void failOnError(Request request, Message message) {
    boolean done = message.type() == Message.DONE && message.payload().length() >= Integer.BYTES;
    if (message.type() == Message.ERROR || done) {
      Acknowledgement acknowledgement = Acknowledgement.parse(message);
      if (!acknowledgement.succeeded()) {
        throw acknowledgement.toException(request.operation());
      }
    }
  }

  /** Sends requests in one datagram and returns the sequence number of the first. */
  private int send(List<Request> requests) {
    int first = sequence + 1;
    Encoder out = new Encoder();
    for (Request request : requests) {
      sequence++;
      Message.write(out, request, sequence);
    }
    transport.send(out.toBytes(), requests.getFirst().operation());
    return first;
  }

  @Override
  public void close() {
    transport.close();
  }
}
