package dev.pontoon.runtime.conmon;

import dev.pontoon.linux.sys.KernelException;
import dev.pontoon.linux.sys.PacketStream;
import dev.pontoon.runtime.AttachOptions;
import dev.pontoon.runtime.OutputSink;
import dev.pontoon.runtime.StdStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection to conmon's attach socket: each packet from it starts with the stream's number (2
 * standard output, 3 standard error); packets to it are standard input. Both directions have a
 * platform thread, since they wait in the kernel.
 */
public final class AttachSocket implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AttachSocket.class);
  private static final int BUFFER = 32 * 1024; // conmon's CONN_SOCK_BUF_SIZE
  private static final int STDOUT = 2;
  private static final int QUEUED_WRITES = 16;
  private static final byte[] END = {};

  private final PacketStream packets;
  private final AttachOptions options;
  private final OutputSink sink;
  private final BlockingQueue<byte[]> input = new LinkedBlockingQueue<>(QUEUED_WRITES);
  private final CountDownLatch done = new CountDownLatch(2);
  private final AtomicBoolean closed = new AtomicBoolean();

  private AttachSocket(PacketStream packets, AttachOptions options, OutputSink sink) {
    this.packets = packets;
    this.options = options;
    this.sink = sink;
  }

  /** Connects to the socket in a bundle. Output flows from now on. */
  public static AttachSocket connect(Path bundle, AttachOptions options, OutputSink sink) {
    AttachSocket socket =
        new AttachSocket(PacketStream.connect(bundle.resolve("attach")), options, sink);
    socket.thread("attach-output", socket::readAll);
    socket.thread("attach-input", socket::writeAll);
    return socket;
  }

  private void thread(String name, Runnable work) {
    Thread.ofPlatform()
        .daemon()
        .name(name)
        .start(() -> {
          try {
            work.run();
          } finally {
            done.countDown();
            release();
          }
        });
  }

  /** Closes the descriptor when neither thread uses it any more. */
  private synchronized void release() {
    if (done.getCount() == 0) {
      packets.close();
    }
  }

  private synchronized void shutdown() {
    if (done.getCount() > 0) {
      packets.shutdown();
    }
  }

  /** Hands over standard input; waits while the process does not read. */
  public void write(ByteBuffer data) throws IOException {
    while (data.hasRemaining()) {
      byte[] packet = new byte[Math.min(data.remaining(), BUFFER)];
      data.get(packet);
      enqueue(packet);
    }
  }

  /** Ends standard input. */
  public void closeInput() throws IOException {
    enqueue(END);
  }

  private void enqueue(byte[] packet) throws IOException {
    if (closed.get()) {
      throw new IOException("the container's standard input is closed");
    }
    try {
      input.put(packet);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while writing to a container");
    }
  }

  /** Lets go of the container, which runs on. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      try {
        shutdown();
      } catch (KernelException e) {
        LOG.debug("the attach socket was closed by its other end: {}", e.getMessage());
      }
      input.clear();
      if (!input.offer(END)) {
        LOG.debug("the input's writer is at work and will find the socket closed");
      }
    }
  }

  private void readAll() {
    try {
      byte[] packet = packets.receive(BUFFER + 1);
      while (packet.length > 0) {
        deliver(ByteBuffer.wrap(packet));
        packet = packets.receive(BUFFER + 1);
      }
    } catch (IOException | KernelException e) {
      LOG.debug("an attached client ended: {}", e.getMessage());
    } finally {
      close();
      sink.end();
    }
  }

  private void deliver(ByteBuffer packet) throws IOException {
    StdStream stream = packet.get() == STDOUT ? StdStream.STDOUT : StdStream.STDERR;
    boolean wanted = stream == StdStream.STDOUT ? options.stdout() : options.stderr();
    if (wanted && packet.hasRemaining()) {
      sink.output(stream, packet);
    }
  }

  private void writeAll() {
    try {
      byte[] packet = input.take();
      while (packet.length > 0) {
        packets.send(packet);
        packet = input.take();
      }
      if (!closed.get()) {
        packets.shutdownOutput();
      }
    } catch (KernelException e) {
      LOG.debug("a container's standard input ended: {}", e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
