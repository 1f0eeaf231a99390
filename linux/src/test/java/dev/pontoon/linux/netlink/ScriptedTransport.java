package dev.pontoon.linux.netlink;

import dev.pontoon.linux.sys.Errno;
import dev.pontoon.linux.sys.Fd;
import dev.pontoon.linux.sys.KernelException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;

/** Answers requests as a script says, since a kernel can't be told to disturb a dump. */
final class ScriptedTransport implements Transport {
  private static final long PORT_ID = 4711;

  private final Deque<Function<List<Message>, List<Bytes>>> script = new ArrayDeque<>();
  private final Deque<Bytes> incoming = new ArrayDeque<>();
  private final List<Integer> joined = new ArrayList<>();
  private boolean closed;

  /** The next send is answered by the datagrams that a function makes of its requests. */
  ScriptedTransport answer(Function<List<Message>, List<Bytes>> datagrams) {
    script.add(datagrams);
    return this;
  }

  /** Something comes unasked. */
  void deliver(Bytes datagram) {
    incoming.add(datagram);
  }

  List<Integer> joined() {
    return joined;
  }

  boolean closed() {
    return closed;
  }

  /** A message from the kernel. */
  static Bytes message(int type, int flags, long sequence, Bytes payload) {
    return Encoder.encode(e -> {
      e.u32(Message.HEADER + payload.length()).u16(type).u16(flags).u32(sequence).u32(0);
      e.bytes(payload);
      while (e.length() % 4 != 0) {
        e.u8(0);
      }
    });
  }

  /** An acknowledgement of a request, capped and without words. */
  static Bytes acknowledgement(Message request, int error) {
    Bytes payload = Encoder.encode(e -> e.u32(-error).u64(0).u64(0));
    return message(Message.ERROR, Flags.CAPPED, request.sequence(), payload);
  }

  static Bytes together(Bytes... messages) {
    Encoder all = new Encoder();
    for (Bytes message : messages) {
      all.bytes(message);
    }
    return all.toBytes();
  }

  @Override
  public void send(Bytes datagram, String operation) {
    incoming.addAll(script.remove().apply(Message.parse(datagram)));
  }

  @Override
  public Bytes receive() {
    if (incoming.isEmpty()) {
      throw new KernelException("receive from the script", Errno.of(Errno.EAGAIN));
    }
    return incoming.remove();
  }

  @Override
  public boolean awaitReadable(int milliseconds) {
    return !incoming.isEmpty();
  }

  @Override
  public void join(int group) {
    joined.add(group);
  }

  @Override
  public void hearAllNamespaces() {
    throw new UnsupportedOperationException("a script is of one namespace");
  }

  @Override
  public Datagram receiveWithOrigin() {
    return new Datagram(NetlinkSocket.OWN_NAMESPACE, receive());
  }

  @Override
  public long portId() {
    return PORT_ID;
  }

  @Override
  public Fd fd() {
    throw new UnsupportedOperationException("a script has no descriptor");
  }

  @Override
  public void close() {
    closed = true;
  }
}
