package dev.pontoon.engine.relay;

import dev.pontoon.engine.model.PortMapping;
import dev.pontoon.linux.sys.KernelException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Consumer;

/** What passes between one client and one port of a container. */
final class UdpFlow implements AutoCloseable {
  private static final int MAX_PAYLOAD = 65_535;

  private final PortMapping mapping;
  private final DatagramChannel channel;
  private final Duration idleLimit;
  private volatile long lastSent = System.nanoTime();

  UdpFlow(PortMapping mapping, DatagramChannel channel, Duration idleLimit) {
    this.mapping = mapping;
    this.channel = channel;
    this.idleLimit = idleLimit;
  }

  PortMapping mapping() {
    return mapping;
  }

  /** Hands a datagram to the container; false if the flow has ended. */
  boolean send(byte[] payload) throws IOException {
    lastSent = System.nanoTime();
    try {
      channel.write(ByteBuffer.wrap(payload));
      return true;
    } catch (PortUnreachableException e) {
      return true; // of an earlier datagram; nobody listens yet
    } catch (IOException e) {
      if (!channel.isOpen()) {
        return false;
      }
      throw e;
    }
  }

  /** Hands the container's answers on until the flow was idle for too long, or is closed. */
  void receive(Consumer<byte[]> answers) {
    DatagramPacket packet = new DatagramPacket(new byte[MAX_PAYLOAD], MAX_PAYLOAD);
    try (channel) {
      channel.socket().setSoTimeout(Math.toIntExact(idleLimit.toMillis()));
      while (receiveOne(packet, answers)) {
        packet.setLength(MAX_PAYLOAD);
      }
    } catch (IOException | KernelException e) {
      return; // closed, or the client's address is gone
    }
  }

  private boolean receiveOne(DatagramPacket packet, Consumer<byte[]> answers) throws IOException {
    try {
      channel.socket().receive(packet);
      answers.accept(Arrays.copyOf(packet.getData(), packet.getLength()));
      return true;
    } catch (PortUnreachableException e) {
      return true; // the container may listen later
    } catch (SocketTimeoutException e) {
      return System.nanoTime() - lastSent < idleLimit.toNanos();
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException("close a relayed flow", e);
    }
  }
}
