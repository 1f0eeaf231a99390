package dev.pontoon.linux.netlink;

import dev.pontoon.linux.sys.Errno;
import dev.pontoon.linux.sys.Fd;
import dev.pontoon.linux.sys.KernelException;
import dev.pontoon.linux.sys.Sockets;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

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

  private static final int SOL_NETLINK = 270;
  private static final int ADD_MEMBERSHIP = 1;
  private static final int CAP_ACK = 10;
  private static final int EXT_ACK = 11;
  private static final int GET_STRICT_CHK = 12;
  private static final int RECEIVE_SIZE = 1 << 16;
  private static final int SOCKET_BUFFER = 8 << 20;
  private static final int DUMP_ATTEMPTS = 10;
  private static final int ANSWER_LIMIT = 10_000; // milliseconds; the kernel has answered already

  private final Fd fd;
  private final Arena arena = Arena.ofShared();
  private final MemorySegment receiveBuffer = arena.allocate(RECEIVE_SIZE, 8);
  private final ReentrantLock lock = new ReentrantLock();
  private long sequence;

  private NetlinkSocket(Fd fd) {
    this.fd = fd;
  }

  /** Opens a socket of a netlink protocol in the calling thread's network namespace. */
  public static NetlinkSocket open(int protocol) {
    Fd fd = Sockets.socket(Sockets.AF_NETLINK, Sockets.SOCK_RAW, protocol);
    try {
      Sockets.setOption(fd, SOL_NETLINK, EXT_ACK, 1);
      Sockets.setOption(fd, SOL_NETLINK, CAP_ACK, 1);
      Sockets.setOption(fd, SOL_NETLINK, GET_STRICT_CHK, 1);
      Sockets.setOption(fd, Sockets.SOL_SOCKET, Sockets.SO_RCVBUFFORCE, SOCKET_BUFFER);
      Sockets.setOption(fd, Sockets.SOL_SOCKET, Sockets.SO_SNDBUFFORCE, SOCKET_BUFFER);
      return new NetlinkSocket(fd);
    } catch (KernelException e) {
      fd.close();
      throw e;
    }
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
    return exchange(requests, new ArrayList<>());
  }

  /**
   * Asks for all objects. A dump that changes under way disturbed is asked again.
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
    Sockets.setOption(fd, SOL_NETLINK, ADD_MEMBERSHIP, group);
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
    return Sockets.awaitReadable(fd, milliseconds) ? receiveDatagram(0) : List.of();
  }

  private List<Acknowledgement> exchange(List<Request> requests, List<Message> replies) {
    lock.lock();
    try {
      long first = send(requests);
      @Nullable Acknowledgement[] answers = new Acknowledgement[requests.size()];
      while (Sockets.awaitReadable(fd, unanswered(requests, answers) ? ANSWER_LIMIT : 0)) {
        for (Message message : receiveDatagram(0)) {
          int index = (int) (message.sequence() - first);
          if (index < 0 || index >= answers.length) {
            continue; // an answer to a request whose sender gave up
          }
          if (message.type() == Message.ERROR) {
            answers[index] = Acknowledgement.parse(message);
          } else {
            replies.add(message);
          }
        }
      }
      if (unanswered(requests, answers)) {
        throw new KernelException(
            requests.getLast().operation(), Errno.of(Errno.ETIMEDOUT), "no acknowledgement");
      }
      return Arrays.stream(answers).map(a -> a == null ? new Acknowledgement(0, "") : a).toList();
    } finally {
      lock.unlock();
    }
  }

  /** Whether to wait on: after an error, a transaction owes no more acknowledgements. */
  private static boolean unanswered(List<Request> requests, @Nullable Acknowledgement[] answers) {
    boolean missing = false;
    for (int i = 0; i < answers.length; i++) {
      Acknowledgement answer = answers[i];
      if (answer == null) {
        missing |= (requests.get(i).flags() & Flags.ACK) != 0;
      } else if (!answer.succeeded()) {
        return false;
      }
    }
    return missing;
  }

  private List<Message> dumpOnce(Request request) {
    long expected = send(List.of(request));
    List<Message> messages = new ArrayList<>();
    Predicate<Message> last =
        m -> m.type() == Message.DONE || m.type() == Message.ERROR || !m.has(Flags.MULTI);
    boolean done = false;
    while (!done) {
      for (Message message : receiveDatagram(0)) {
        if (message.sequence() != expected) {
          continue;
        }
        failOnError(request, message);
        messages.add(message);
        done |= last.test(message);
      }
    }
    return messages;
  }

  private static void failOnError(Request request, Message message) {
    boolean carriesError =
        message.type() == Message.ERROR
            || (message.type() == Message.DONE && message.payload().length() >= 4);
    if (carriesError && message.payload().i32(0) != 0) {
      int error = -message.payload().i32(0);
      throw new KernelException(request.operation(), Errno.of(error));
    }
  }

  private long send(List<Request> requests) {
    long first = sequence + 1;
    Encoder out = new Encoder();
    for (Request request : requests) {
      sequence++;
      Message.write(out, request, sequence);
    }
    Bytes bytes = out.toBytes();
    try (Arena call = Arena.ofConfined()) {
      MemorySegment buffer = call.allocateFrom(ValueLayout.JAVA_BYTE, bytes.toArray());
      Sockets.send(fd, buffer, 0, requests.getFirst().operation());
    }
    return first;
  }

  private List<Message> receiveDatagram(int flags) {
    long size =
        Sockets.receive(fd, receiveBuffer, flags | Sockets.MSG_TRUNC, "receive from netlink");
    if (size > RECEIVE_SIZE) {
      throw new MalformedMessageException("a datagram of " + size + " bytes");
    }
    byte[] copy = receiveBuffer.asSlice(0, size).toArray(ValueLayout.JAVA_BYTE);
    return Message.parse(Bytes.wrap(copy));
  }

  @Override
  public void close() {
    fd.close();
    arena.close();
  }
}
