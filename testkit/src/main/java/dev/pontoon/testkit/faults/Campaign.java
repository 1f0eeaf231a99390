package dev.pontoon.testkit.faults;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Ends a daemon before every step of one operation, one after another, and looks each time at what
 * the next daemon makes of it: the operation has happened or it has not, object by object; it can
 * be done again and undone; nothing is left.
 */
public final class Campaign {
  private static final Duration DEATH = Duration.ofSeconds(10);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Set<String> NO_DAEMON = Set.of();

  private final Site site;
  private final Watcher watcher;
  private final Operation operation;
  private final Predicate<Point> chosen;
  private final List<String> failures = new ArrayList<>();
  private final List<Set<String>> states = new ArrayList<>();
  private final Set<Point> tried = new LinkedHashSet<>();
  private Set<String> nothing = NO_DAEMON;

  /**
   * A place to stop: before a step.
   *
   * @param occurrence which one of that name in the operation, from 1
   */
  public record Point(String step, int occurrence) {
    @Override
    public String toString() {
      return "before \"" + step + "\"" + (occurrence == 1 ? "" : ", number " + occurrence);
    }
  }

  /**
   * What came of it.
   *
   * @param tried points at which a daemon ended
   * @param failures what was wrong afterwards, one text a point
   * @param leaks objects that were left at the end
   */
  public record Outcome(
      String operation, String firewall, int tried, List<String> failures, List<String> leaks) {}

  private Campaign(Site site, Operation operation, Predicate<Point> chosen) {
    this.site = site;
    this.watcher = new Watcher(site, PATIENCE);
    this.operation = operation;
    this.chosen = chosen;
  }

  /**
   * Tries an operation on a site whose daemon has nothing, and leaves it so.
   *
   * @param chosen at which points
   */
  public static Outcome run(Site site, Operation operation, Predicate<Point> chosen)
      throws IOException {
    return new Campaign(site, operation, chosen).run();
  }

  private Outcome run() throws IOException {
    site.startDaemon();
    nothing = steady();
    List<String> leaks = new ArrayList<>();
    try {
      Queue<Point> points = new ArrayDeque<>(rehearse());
      while (!points.isEmpty()) {
        Point point = points.poll();
        if (chosen.test(point)) {
          attempt(point);
        }
      }
      site.clear();
      expect(List.of(nothing), "after all was removed");
    } catch (IOException | AssertionError e) {
      leaks.add(operation + ": " + e.getMessage());
      site.rebuild();
    }
    return new Outcome(
        operation.name(), site.firewall(), tried.size(), List.copyOf(failures), leaks);
  }

  /** Makes the change once undisturbed: which steps it takes, and what is there after each part. */
  private List<Point> rehearse() throws IOException {
    operation.prepare().on(site);
    states.clear();
    states.add(site.victim().alive() ? steady() : NO_DAEMON);
    site.forgetSteps();
    for (Operation.Act act : operation.change()) {
      act.on(site);
      states.add(steady());
    }
    List<Point> points = points(site.steps());
    operation.undo().on(site);
    expectBefore("after the rehearsal was undone");
    return points;
  }

  private static List<Point> points(List<String> steps) {
    Map<String, Integer> counts = new HashMap<>();
    return steps.stream()
        .map(step -> new Point(step, counts.merge(step, 1, Integer::sum)))
        .collect(Collectors.toList());
  }

  private void attempt(Point point) throws IOException {
    try {
      if (endAt(point)) {
        tried.add(point);
        site.startDaemon();
        int came = expect(states.subList(first(), states.size()), "after the restart") + first();
        complete(came);
      } else {
        operation.undo().on(site);
        expectBefore("after it was not reached");
      }
    } catch (IOException | AssertionError e) {
      failures.add(
          "%s (%s) %s: %s"
              .formatted(operation, site.firewall(), point, String.valueOf(e.getMessage())));
      site.rebuild();
      operation.prepare().on(site);
    }
  }

  /** Where no daemon ran before, a start brings the state after. */
  private int first() {
    return states.getFirst().isEmpty() ? 1 : 0;
  }

  private boolean endAt(Point point) throws IOException {
    site.order(point.step(), point.occurrence());
    boolean done = false;
    try {
      for (Operation.Act act : operation.change()) {
        act.on(site);
      }
      done = true;
    } catch (Api.RefusedException e) {
      throw e;
    } catch (IOException | AssertionError e) {
      if (!site.victim().endsWithin(DEATH)) {
        throw e;
      }
    }
    boolean ended = site.victim().endsWithin(done ? Duration.ofSeconds(2) : DEATH);
    site.countermand();
    return ended;
  }

  /** From wherever it came to: back, then the whole way, and back again. */
  private void complete(int came) throws IOException {
    if (came != 0 || states.getFirst().equals(states.getLast())) {
      operation.undo().on(site);
      expectBefore("after it was undone");
    }
    if (came == 0) {
      for (Operation.Act act : operation.change()) {
        act.on(site);
      }
      expect(List.of(states.getLast()), "after it was done again");
      operation.undo().on(site);
      expectBefore("after it was undone again");
    }
  }

  private void expectBefore(String when) throws IOException {
    if (!states.getFirst().isEmpty()) {
      expect(List.of(states.getFirst()), when);
    }
  }

  /** Waits until what is there is one of several, and tells which. */
  private int expect(List<Set<String>> wanted, String when) {
    return wanted.indexOf(
        watcher.await(wanted::contains, found -> when + ":\n" + nearest(wanted, found)));
  }

  private static String nearest(List<Set<String>> wanted, Set<String> found) {
    return wanted.stream()
        .map(one -> difference(one, found))
        .min(java.util.Comparator.comparingInt(String::length))
        .orElse("");
  }

  private static String difference(Set<String> wanted, Set<String> found) {
    Set<String> missing = new TreeSet<>(wanted);
    missing.removeAll(found);
    Set<String> more = new TreeSet<>(found);
    more.removeAll(wanted);
    StringBuilder text = new StringBuilder();
    missing.forEach(line -> text.append("  - ").append(line).append('\n'));
    more.forEach(line -> text.append("  + ").append(line).append('\n'));
    return text.toString();
  }

  /** What is there once nothing changes any more. */
  private Set<String> steady() {
    return watcher.settle(
        seen -> seen.stream().noneMatch(line -> line.startsWith("leak: ")),
        (before, now) -> "it does not come to rest:\n" + difference(before, now));
  }
}
