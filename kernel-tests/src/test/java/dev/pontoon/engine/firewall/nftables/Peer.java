package dev.pontoon.engine.firewall.nftables;

import dev.pontoon.linux.ip.Addresses;
import dev.pontoon.linux.netns.NetworkNamespace;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/** A network namespace with servers that tell each client who it is to them, and with clients. */
final class Peer implements AutoCloseable {
  static final String UNREACHABLE = "unreachable";
  private static final int PATIENCE = 10_000; // milliseconds
  private static final int GIVE_UP = 300; // milliseconds, where nothing is to answer

  private final String name;
  private final NetworkNamespace namespace = NetworkNamespace.createUnnamed();
  private final Deque<Closeable> servers = new ArrayDeque<>();

  Peer(String name) {
    this.name = name;
    ip("link set lo up");
  }

  NetworkNamespace namespace() {
    return namespace;
  }

  /** Runs {@code ip}, failing the test if it fails. */
  void ip(String arguments) {
    run("ip " + arguments);
  }

  String run(String command) {
    try {
      Process process =
          namespace.call(() ->
              new ProcessBuilder(Arrays.asList(command.split(" ", -1)))
                  .redirectErrorStream(true)
                  .start());
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new AssertionError(command + ": " + output);
      }
      return output;
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(command, e);
    }
  }

  /** Wires this to another by a veth pair. */
  void wire(String link, Peer other, String otherLink) {
    String path = "/proc/" + ProcessHandle.current().pid() + "/fd/" + other.namespace.fd().number();
    ip("link add " + link + " type veth peer name " + otherLink + " netns " + path);
    ip("link set " + link + " up");
    other.ip("link set " + otherLink + " up");
  }

  void address(String link, String address) {
    ip("addr add " + address + " dev " + link + (address.contains(":") ? " nodad" : ""));
  }

  /** Serves TCP and UDP on a port of all addresses: {@code <name> <client's address>}. */
  void serve(int port) throws IOException {
    ServerSocket tcp = namespace.call(() -> new ServerSocket(port));
    DatagramSocket udp = namespace.call(() -> new DatagramSocket(port));
    servers.push(tcp);
    servers.push(udp);
    Thread.ofPlatform().daemon().start(() -> serve(tcp));
    Thread.ofPlatform().daemon().start(() -> serve(udp));
  }

  private void serve(ServerSocket server) {
    while (!server.isClosed()) {
      try (Socket client = server.accept()) {
        client.getOutputStream().write(answer(client.getInetAddress()));
      } catch (IOException e) {
        // Closed, or a client that went: the loop's condition tells.
      }
    }
  }

  private void serve(DatagramSocket server) {
    while (!server.isClosed()) {
      try {
        DatagramPacket packet = new DatagramPacket(new byte[100], 100);
        server.receive(packet);
        byte[] answer = answer(packet.getAddress());
        server.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
      } catch (IOException e) {
        // As above.
      }
    }
  }

  private byte[] answer(InetAddress client) {
    return (name + " " + Addresses.text(client)).getBytes(StandardCharsets.UTF_8);
  }

  /** What a TCP server answers, or {@link #UNREACHABLE}. */
  String tcp(String address, int port) {
    return tcp(address, port, PATIENCE);
  }

  private String tcp(String address, int port, int patience) {
    return namespace.call(() -> {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(Addresses.parse(address), port), patience);
        socket.setSoTimeout(patience);
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      } catch (IOException e) {
        return UNREACHABLE;
      }
    });
  }

  /** What a UDP server answers, or {@link #UNREACHABLE}. */
  private String udp(String address, int port, int patience) {
    return namespace.call(() -> {
      try (DatagramSocket socket = new DatagramSocket()) {
        socket.connect(new InetSocketAddress(Addresses.parse(address), port));
        socket.setSoTimeout(patience);
        socket.send(new DatagramPacket(new byte[1], 1));
        DatagramPacket answer = new DatagramPacket(new byte[100], 100);
        socket.receive(answer);
        return new String(answer.getData(), 0, answer.getLength(), StandardCharsets.UTF_8);
      } catch (IOException | UncheckedIOException e) {
        return UNREACHABLE;
      }
    });
  }

  /** Both, which have to say the same. */
  String ask(String address, int port) {
    return ask(address, port, PATIENCE);
  }

  /** The same where no answer is expected. */
  String probe(String address, int port) {
    return ask(address, port, GIVE_UP);
  }

  private String ask(String address, int port, int patience) {
    String tcp = tcp(address, port, patience);
    String udp = udp(address, port, patience);
    return tcp.equals(udp) ? tcp : "tcp " + tcp + ", udp " + udp;
  }

  void sysctls(List<String> settings) {
    settings.forEach(setting -> run("sysctl -qw " + setting));
  }

  @Override
  public void close() throws IOException {
    for (Closeable server : servers) {
      server.close();
    }
    namespace.close();
  }
}
