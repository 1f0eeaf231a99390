package dev.pontoon.firewall;

import dev.pontoon.linux.ip.Addresses;
import dev.pontoon.testkit.Node;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Collects what could be reached and what not, so that a test shows the whole table at once. */
final class Reach {
  /** Long enough for an answer on one machine; what is dropped never answers. */
  private static final Duration SILENCE = Duration.ofMillis(400);

  private final List<String> wrong = new ArrayList<>();

  /** Both protocols arrive, and the server sees one of these addresses as the client. */
  void seen(String what, Node from, InetAddress to, int port, InetAddress... as) {
    seenTcp(what, from, to, port, as);
    expect(what + " udp", from.name(), to, port, attempt(() -> udp(from, to, port)), as);
  }

  void seenTcp(String what, Node from, InetAddress to, int port, InetAddress... as) {
    expect(what + " tcp", from.name(), to, port, attempt(() -> tcp(from, to, port)), as);
  }

  /** Both protocols arrive, whoever the server thinks it is. */
  void reached(String what, Node from, InetAddress to, int port) {
    seen(what, from, to, port);
  }

  /** Neither protocol arrives. */
  void unreached(String what, Node from, InetAddress to, int port) {
    for (String answer :
        List.of(attempt(() -> tcp(from, to, port)), attempt(() -> udp(from, to, port)))) {
      if (!answer.startsWith("!")) {
        wrong.add(
            "%s: %s reached %s port %d, seen as %s"
                .formatted(what, from.name(), Addresses.text(to), port, answer));
      }
    }
  }

  /** Fails with everything that was not as expected. */
  void verify() {
    if (!wrong.isEmpty()) {
      throw new AssertionError("\n  " + String.join("\n  ", wrong));
    }
  }

  private void expect(
      String what, String from, InetAddress to, int port, String answer, InetAddress... as) {
    boolean right =
        as.length == 0
            ? !answer.startsWith("!")
            : List.of(as).stream().map(Addresses::text).toList().contains(answer);
    if (!right) {
      wrong.add(
          "%s: %s to %s port %d: %s, expected %s"
              .formatted(
                  what,
                  from,
                  Addresses.text(to),
                  port,
                  answer,
                  List.of(as).stream().map(Addresses::text).toList()));
    }
  }

  private static String tcp(Node from, InetAddress to, int port) throws IOException {
    return from.client().within(SILENCE).tcp(to, port);
  }

  private static String udp(Node from, InetAddress to, int port) throws IOException {
    return from.client().within(SILENCE).udp(to, port);
  }

  private interface Attempt {
    String answer() throws IOException;
  }

  private static String attempt(Attempt attempt) {
    try {
      return attempt.answer();
    } catch (IOException e) {
      return "!" + e.getMessage();
    }
  }
}
