package dev.pontoon.testkit.faults;

import dev.pontoon.testkit.HostNetwork;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Campaigns over operations, on hosts made for them. */
public final class Faults {
  private Faults() {}

  /**
   * Tries operations on several hosts side by side.
   *
   * @param finished hears of each outcome as it comes
   */
  public static void run(
      List<Operation> operations,
      String firewall,
      Victim.Maker maker,
      int hosts,
      Predicate<Campaign.Point> chosen,
      Consumer<Campaign.Outcome> finished)
      throws InterruptedException {
    Queue<Operation> waiting = new ConcurrentLinkedQueue<>(operations);
    List<Thread> workers = new ArrayList<>();
    for (int i = 0; i < hosts; i++) {
      workers.add(
          Thread.ofPlatform()
              .name("host-" + i)
              .start(() -> work(waiting, firewall, maker, chosen, finished)));
    }
    for (Thread worker : workers) {
      worker.join();
    }
  }

  private static void work(
      Queue<Operation> waiting,
      String firewall,
      Victim.Maker maker,
      Predicate<Campaign.Point> chosen,
      Consumer<Campaign.Outcome> finished) {
    try (HostNetwork host = HostNetwork.create()) {
      run(host, waiting, firewall, maker, chosen, finished);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Tries operations on one host; at the end nothing of a daemon is there. */
  public static void run(
      HostNetwork host,
      Queue<Operation> waiting,
      String firewall,
      Victim.Maker maker,
      Predicate<Campaign.Point> chosen,
      Consumer<Campaign.Outcome> finished)
      throws IOException {
    try (Site site = new Site(host, firewall, maker)) {
      Operation next = waiting.poll();
      while (next != null) {
        finished.accept(Campaign.run(site, next, chosen));
        next = waiting.poll();
      }
      site.wipe();
      finished.accept(left(site));
    }
  }

  /** After all: only what every namespace has, or had as soon as it was asked for its iptables. */
  private static Campaign.Outcome left(Site site) throws IOException {
    List<String> left =
        new Sight(site)
            .look().stream()
                .filter(line -> !line.matches("(link|address|route) in host: .*(lo|127\\.|::1).*"))
                .filter(line -> !line.matches("directory |file (log|\\d+)"))
                .filter(line -> !line.matches("nft table ip6? (filter|nat|raw|mangle)"))
                .filter(line -> !line.matches("rule \\*\\w+ :[A-Z]+ ACCEPT "))
                .toList();
    return new Campaign.Outcome("removal of everything", site.firewall(), 0, List.of(), left);
  }
}
