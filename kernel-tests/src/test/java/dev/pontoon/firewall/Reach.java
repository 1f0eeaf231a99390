package dev.pontoon.firewall;

import dev.pontoon.linux.ip.Addresses;
import dev.pontoon.testkit.Node;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Collects what could be reached and what not, so that a test shows the whole table at once. Many
 * ask at a time, since what is dropped never answers.
 */
final class Reach implements AutoCloseable {
  private static final int AT_A_TIME = 24;

  /** Long enough for an answer on one machine. */
  private static final Duration SILENCE = Duration.ofMillis(400);

  private final ExecutorService askers =
      Executors.newFixedThreadPool(AT_A_TIME, Thread.ofVirtual().factory());
  private final List<Future<List<String>>> asked = new ArrayList<>();
  private final List<String> wrong = new ArrayList<>();

  private interface Attempt {
    String answer() throws IOException;
  }

  /** Both protocols arrive, and the server sees one of these addresses as the client, or any. */
  void seen(String what, Node from, InetAddress to, int port, InetAddress... as) {
    List<String> expected = List.of(as).stream().map(Addresses::text).toList();
    expect(what + " tcp", to, port, () -> from.client().tcp(to, port), expected);
    expect(what + " udp", to, port, () -> from.client().udp(to, port), expected);
  }

  /** Both protocols arrive, whoever the server thinks it is. */
  void reached(String what, Node from, InetAddress to, int port) {
    seen(what, from, to, port);
  }

  /** Neither protocol arrives. */
  void unreached(String what, Node from, InetAddress to, int port) {
    refuse(what + " tcp", to, port, () -> from.client().within(SILENCE).tcp(to, port));
    refuse(what + " udp", to, port, () -> from.client().within(SILENCE).udp(to, port));
  }

  private void expect(
      String what, InetAddress to, int port, Attempt attempt, List<String> expected) {
    asked.add(
        askers.submit(() -> {
          String answer = answer(attempt);
          boolean right = expected.isEmpty() ? !answer.startsWith("!") : expected.contains(answer);
          return right
              ? List.of()
              : List.of(row(what, to, port, answer) + (", expected " + expected));
        }));
  }

  private void refuse(String what, InetAddress to, int port, Attempt attempt) {
    asked.add(
        askers.submit(() -> {
          String answer = answer(attempt);
          return answer.startsWith("!")
              ? List.of()
              : List.of(row(what, to, port, answer) + ", expected nothing");
        }));
  }

  private static String row(String what, InetAddress to, int port, String answer) {
    return "%s to %s port %d: %s".formatted(what, Addresses.text(to), port, answer);
  }

  private static String answer(Attempt attempt) {
    try {
      return attempt.answer();
    } catch (IOException e) {
      return "!" + e.getMessage();
    }
  }

  /** Waits for all answers, since what follows changes something. */
  void settle() {
    try {
      for (Future<List<String>> each : asked) {
        wrong.addAll(each.get());
      }
      asked.clear();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Fails with everything that was not as expected. */
  void verify() {
    settle();
    if (!wrong.isEmpty()) {
      throw new AssertionError("\n  " + String.join("\n  ", wrong));
    }
  }

  @Override
  public void close() {
    askers.close();
  }
}
