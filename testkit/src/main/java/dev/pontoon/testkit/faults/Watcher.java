package dev.pontoon.testkit.faults;

import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * Looks at a site again and again.
 *
 * @param patience for how long
 */
record Watcher(Site site, Duration patience) {
  private static final Duration PAUSE = Duration.ofMillis(50);

  /**
   * Until what is there is as wanted; that is returned.
   *
   * @param complaint what to say of the last look otherwise
   * @throws AssertionError if it never is
   */
  Set<String> await(Predicate<Set<String>> wanted, Function<Set<String>, String> complaint) {
    return look((_, now) -> wanted.test(now), (_, now) -> complaint.apply(now));
  }

  /**
   * Until what is there is as wanted and does not change any more; that is returned.
   *
   * @param complaint what to say of the last two looks otherwise
   * @throws AssertionError if it never is
   */
  Set<String> settle(Predicate<Set<String>> wanted, Complaint complaint) {
    return look((before, now) -> now.equals(before) && wanted.test(now), complaint);
  }

  /** What is wrong, seen from two looks in a row. */
  @FunctionalInterface
  interface Complaint {
    String of(Set<String> before, Set<String> now);
  }

  private interface Condition {
    boolean holds(Set<String> before, Set<String> now);
  }

  private Set<String> look(Condition condition, Complaint complaint) {
    AtomicReference<Set<String>> before = new AtomicReference<>(Set.of());
    AtomicReference<Set<String>> now = new AtomicReference<>(Set.of());
    try {
      Awaitility.await()
          .atMost(patience)
          .pollDelay(Duration.ZERO)
          .pollInterval(PAUSE)
          .pollInSameThread()
          .until(() -> {
            before.set(get(now));
            now.set(new Sight(site).look());
            return condition.holds(get(before), get(now));
          });
      return get(now);
    } catch (ConditionTimeoutException e) {
      throw new AssertionError(complaint.of(get(before), get(now)), e);
    }
  }

  private static Set<String> get(AtomicReference<Set<String>> seen) {
    return Objects.requireNonNull(seen.get());
  }
}
