package dev.pontoon.testkit.faults;

import dev.pontoon.testkit.HostNetwork;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A daemon that is killed again and again, after a number of steps out of a seeded generator, while
 * several clients make, start, connect and remove containers.
 */
public final class RandomKills {
  private static final int CLIENTS = 3;
  private static final int STEPS = 250; // a start takes 30
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Pattern ENDPOINT = Pattern.compile("<endpoint of [^<>]*>");
  private static final Pattern RAW_ID = Pattern.compile("\\p{XDigit}{64}|veth\\p{XDigit}{7}");

  private RandomKills() {}

  /** Kills so often on a host of its own, and removes everything at the end. */
  public static Campaign.Outcome run(String firewall, Victim.Maker maker, int kills, long seed)
      throws IOException, InterruptedException {
    List<String> failures = new ArrayList<>();
    List<String> leaks = new ArrayList<>();
    try (HostNetwork host = HostNetwork.create();
        Site site = new Site(host, firewall, maker)) {
      site.startDaemon();
      Set<String> nothing = rest(site, seen -> true);
      Random random = new Random(seed);
      for (int kill = 1; kill <= kills; kill++) {
        try {
          killOnce(site, 1 + random.nextInt(STEPS), random.nextLong());
        } catch (IOException | AssertionError e) {
          failures.add("random kill " + kill + " (" + firewall + "): " + e.getMessage());
          site.rebuild();
        }
      }
      try {
        site.clear();
        rest(site, nothing::equals);
      } catch (IOException | AssertionError e) {
        leaks.add("after random kills: " + e.getMessage());
      }
      site.wipe();
    }
    return new Campaign.Outcome("random moments under load", firewall, kills, failures, leaks);
  }

  private static void killOnce(Site site, int steps, long seed)
      throws IOException, InterruptedException {
    AtomicBoolean enough = new AtomicBoolean();
    List<Thread> clients = new ArrayList<>();
    site.order("*", steps);
    for (int i = 0; i < CLIENTS; i++) {
      int number = i;
      clients.add(
          Thread.ofPlatform()
              .start(() -> load(site, "box" + number, new Random(seed + number), enough)));
    }
    boolean ended = site.victim().endsWithin(PATIENCE);
    enough.set(true);
    for (Thread client : clients) {
      client.join();
    }
    site.countermand();
    if (!ended) {
      throw new AssertionError("the daemon was not killed within " + PATIENCE);
    }
    site.startDaemon();
    rest(site, RandomKills::agrees);
  }

  /** What a client does until the daemon is gone. A refusal is an answer like any other. */
  private static void load(Site site, String name, Random random, AtomicBoolean enough) {
    while (!enough.get() && site.victim().alive()) {
      try {
        act(site, name, random.nextInt(7));
      } catch (IOException e) {
        Thread.onSpinWait(); // refused, or the daemon has gone
      }
    }
  }

  private static void act(Site site, String name, int which) throws IOException {
    switch (which) {
      case 0 -> site.createNetwork("net-" + name, false);
      case 1 -> site.removeNetwork("net-" + name);
      case 2 -> site.create(name, Site.Wish.SLEEP);
      case 3 -> site.start(name);
      case 4 -> site.connect("net-" + name, name);
      case 5 -> site.stop(name);
      default -> site.remove(name);
    }
  }

  /** Whatever exists has somebody who answers for it, and each endpoint has its link. */
  private static boolean agrees(Set<String> seen) {
    return complaint(seen).isEmpty();
  }

  private static String complaint(Set<String> seen) {
    for (String line : seen) {
      if (line.startsWith("leak: ") || (!isDaemons(line) && RAW_ID.matcher(line).find())) {
        return "nobody's: " + line;
      }
    }
    for (String line : seen) {
      Matcher endpoint = ENDPOINT.matcher(line);
      while (line.startsWith("api ") && endpoint.find()) {
        String alias = "alias pontoon:<engine>:endpoint:" + endpoint.group();
        if (seen.stream().noneMatch(l -> l.startsWith("link in host: ") && l.contains(alias))) {
          return "no link for " + endpoint.group();
        }
      }
    }
    return "";
  }

  /** The digests of images are not ids of ours. */
  private static boolean isDaemons(String line) {
    return line.contains("sha256");
  }

  private static Set<String> rest(Site site, Predicate<Set<String>> wanted) {
    return new Watcher(site, PATIENCE).settle(wanted, (_, now) -> complaint(now));
  }
}
