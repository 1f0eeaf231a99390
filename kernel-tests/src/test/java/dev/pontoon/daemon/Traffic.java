package dev.pontoon.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pontoon.testkit.Node;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;

/**
 * Steady requests to servers that echo: of each client, one after another, each over a connection
 * of its own, or all over the same.
 */
final class Traffic implements AutoCloseable {
  private static final int LIMIT = 20_000; // milliseconds for a connection, and for an answer
  private static final int PAUSE = 200; // milliseconds between a client's requests
  private static final int THREADS = 8;

  private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(THREADS);
  private final List<Client> clients = new ArrayList<>();
  private final List<Socket> open = new ArrayList<>();
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();

  /** Asks over and over. */
  private final class Client {
    private final String name;
    private final Node from;
    private final InetSocketAddress to;
    private final AtomicInteger answers = new AtomicInteger();

    Client(String name, Node from, InetSocketAddress to) {
      this.name = name + " to " + to;
      this.from = from;
      this.to = to;
    }

    /** Opened inside, where the kernel makes the socket only when it connects. */
    Socket connect() throws IOException {
      return from.call(() -> {
        Socket socket = new Socket();
        try {
          socket.setSoTimeout(LIMIT);
          socket.connect(to, LIMIT);
          return socket;
        } catch (IOException e) {
          socket.close();
          throw e;
        }
      });
    }

    void ask(Socket socket) throws IOException {
      byte[] question = (name + " " + answers.get() + "\n").getBytes(StandardCharsets.UTF_8);
      socket.getOutputStream().write(question);
      byte[] answer = socket.getInputStream().readNBytes(question.length);
      if (!Arrays.equals(question, answer)) {
        throw new IOException("answered " + new String(answer, StandardCharsets.UTF_8));
      }
      answers.incrementAndGet();
    }

    void askOnce() {
      try (Socket socket = connect()) {
        ask(socket);
      } catch (IOException | RuntimeException e) {
        failures.add(name + ": " + e);
      }
    }

    void askAgain(Socket socket) {
      try {
        ask(socket);
      } catch (IOException | RuntimeException e) {
        failures.add(name + ", established: " + e);
      }
    }
  }

  /** Waits until a server answers, then sends requests to it by connections new and old. */
  void add(String name, Node from, InetAddress address, int port) throws IOException {
    InetSocketAddress to = new InetSocketAddress(address, port);
    Client first = new Client(name, from, to);
    Awaitility.await().ignoreExceptions().until(() -> answers(first));
    Client kept = new Client(name, from, to);
    Socket socket = kept.connect();
    open.add(socket);
    repeat(first, first::askOnce);
    repeat(kept, () -> kept.askAgain(socket));
  }

  private static boolean answers(Client client) throws IOException {
    try (Socket socket = client.connect()) {
      client.ask(socket);
      return true;
    }
  }

  private void repeat(Client client, Runnable request) {
    clients.add(client);
    var _ = threads.scheduleWithFixedDelay(request, 0, PAUSE, TimeUnit.MILLISECONDS);
  }

  /** Waits until each client has got so many answers more, and fails if one failed. */
  void requireAnswers(int count) {
    List<Integer> goals = clients.stream().map(client -> client.answers.get() + count).toList();
    Awaitility.await()
        .atMost(2, TimeUnit.MINUTES)
        .until(() -> !failures.isEmpty() || reached(goals));
    assertThat(failures).isEmpty();
  }

  private boolean reached(List<Integer> goals) {
    for (int i = 0; i < goals.size(); i++) {
      if (clients.get(i).answers.get() < goals.get(i)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void close() throws IOException {
    threads.shutdown();
    try {
      assertThat(threads.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    for (Socket socket : open) {
      socket.close();
    }
  }
}
