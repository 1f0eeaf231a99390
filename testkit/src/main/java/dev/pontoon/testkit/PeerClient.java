package dev.pontoon.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Asks a {@link PeerServer} from inside a namespace how it sees us.
 *
 * @param limit how long to wait for a connection and for an answer
 */
public record PeerClient(Node node, Duration limit) {
  private static final Duration USUAL_LIMIT = Duration.ofSeconds(5);

  PeerClient(Node node) {
    this(node, USUAL_LIMIT);
  }

  /** The same with less or more patience. */
  public PeerClient within(Duration other) {
    return new PeerClient(node, other);
  }

  /**
   * Our address as the server sees it over TCP.
   *
   * @throws IOException if it is unreachable, refuses or stays silent
   */
  public String tcp(InetAddress address, int port) throws IOException {
    return node.call(() -> {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(address, port), millis());
        socket.setSoTimeout(millis());
        socket.getOutputStream().write("who am I\n".getBytes(StandardCharsets.UTF_8));
        BufferedReader in =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        String line = in.readLine();
        if (line == null) {
          throw new IOException("closed without an answer");
        }
        return line;
      }
    });
  }

  /**
   * Our address as the server sees it over UDP.
   *
   * @throws IOException if it is unreachable or stays silent
   */
  public String udp(InetAddress address, int port) throws IOException {
    return node.call(() -> {
      try (DatagramSocket socket = new DatagramSocket()) {
        socket.connect(new InetSocketAddress(address, port));
        socket.setSoTimeout(millis());
        byte[] question = "who am I".getBytes(StandardCharsets.UTF_8);
        socket.send(new DatagramPacket(question, question.length));
        DatagramPacket answer = new DatagramPacket(new byte[2048], 2048);
        socket.receive(answer);
        return new String(answer.getData(), 0, answer.getLength(), StandardCharsets.UTF_8);
      }
    });
  }

  private int millis() {
    return Math.toIntExact(limit.toMillis());
  }
}
