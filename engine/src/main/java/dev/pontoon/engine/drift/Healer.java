package dev.pontoon.engine.drift;

import dev.pontoon.engine.plan.Change;
import dev.pontoon.engine.plan.Plan;
import dev.pontoon.engine.state.State;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of differences, and puts them back: each once when it appears, later again and again after
 * longer and longer waits. Not thread-safe; called under the writer's lock.
 */
final class Healer {
  private static final Logger LOG = LoggerFactory.getLogger(Healer.class);

  private final Inspector inspector;
  private final Keeper keeper;
  private final DriftOptions options;
  private final InstantSource clock;
  private final Backoff backoff;
  private final Map<Scope, Set<String>> told = new HashMap<>(); // keys of what differs still
  private final Map<String, Instant> waiting = new HashMap<>();
  private final Map<Scope, Instant> due = new HashMap<>();
  private Map<Path, String> namespaces = Map.of();

  Healer(Inspector inspector, Keeper keeper, DriftOptions options, InstantSource clock) {
    this.inspector = inspector;
    this.keeper = keeper;
    this.options = options;
    this.clock = clock;
    this.backoff = new Backoff(options.backoff());
  }

  /** Learns which namespaces are mounted where, to find them again when they are not. */
  void learn(Map<Path, String> mounted) {
    namespaces = mounted;
  }

  /**
   * Compares a part of the kernel, tells and repairs.
   *
   * @param who may have changed it, as far as known
   * @return parts that are to be compared next
   */
  Set<Scope> visit(Scope scope, Set<String> who) {
    due.remove(scope);
    State state = keeper.state();
    List<Difference> found = inspector.look(state, scope);
    options.listener().comparedOnce();
    tell(scope, found, String.join(", ", who));
    return options.heal() && !found.isEmpty() ? repair(state, scope, found) : Set.of();
  }

  /** When a part is to be visited again, if one is. */
  Optional<Instant> nextVisit() {
    return due.values().stream().min(Instant::compareTo);
  }

  /** The parts whose time has come. */
  Set<Scope> due() {
    Instant now = clock.instant();
    return due.entrySet().stream()
        .filter(entry -> !entry.getValue().isAfter(now))
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  private void tell(Scope scope, List<Difference> found, String who) {
    Set<String> before = told.getOrDefault(scope, Set.of());
    Set<String> keys = new HashSet<>();
    for (Difference difference : found) {
      keys.add(difference.key());
      if (!before.contains(difference.key())) {
        LOG.warn("drift: {}{}", words(difference), who.isEmpty() ? "" : ", by " + who);
        options.listener().seen(difference, who);
      }
    }
    if (keys.isEmpty()) {
      told.remove(scope);
    } else {
      told.put(scope, keys);
    }
  }

  private static String words(Difference difference) {
    String what =
        switch (difference) {
          case Difference.Missing _ -> "is gone";
          case Difference.Unmounted _ -> "is not mounted any more";
          case Difference.LeftOver _ -> "should not be there";
          case Difference.Changed changed ->
              "is '%s' instead of '%s'".formatted(changed.found(), changed.expected());
        };
    return "%s of %s %s".formatted(difference.object(), difference.owner(), what);
  }

  private Set<Scope> repair(State state, Scope scope, List<Difference> found) {
    Instant now = clock.instant();
    backoff.forget(now);
    Set<Scope> next = new LinkedHashSet<>();
    IdentityHashMap<Plan, Optional<RuntimeException>> applied = new IdentityHashMap<>();
    for (Difference difference : found) {
      Duration wait = backoff.wait(difference.key(), now);
      if (wait.isZero()) {
        next.addAll(repair(state, scope, difference, applied));
      } else {
        holdBack(scope, difference, now.plus(wait), wait);
      }
    }
    return next;
  }

  private Set<Scope> repair(
      State state,
      Scope scope,
      Difference difference,
      IdentityHashMap<Plan, Optional<RuntimeException>> applied) {
    Instant now = clock.instant();
    backoff.repaired(difference.key(), now);
    waiting.remove(difference.key());
    Optional<RuntimeException> failure = attempt(state, difference, applied);
    if (failure.isPresent()) {
      LOG.warn("drift: {} can't be put back: {}", difference.key(), failure.get().getMessage());
      options.listener().failed(difference, failure.get());
      visitAt(scope, now.plus(backoff.wait(difference.key(), now)));
      return Set.of();
    }
    LOG.info("drift: {} is put back", difference.key());
    options.listener().repaired(difference);
    told.getOrDefault(scope, new HashSet<>()).remove(difference.key());
    return difference instanceof Difference.Unmounted unmounted
        ? Set.of(new Scope.Inside(unmounted.sandboxId()))
        : Set.of();
  }

  private Optional<RuntimeException> attempt(
      State state,
      Difference difference,
      IdentityHashMap<Plan, Optional<RuntimeException>> applied) {
    if (difference instanceof Difference.Unmounted unmounted) {
      return attempt(() -> remount(state, unmounted));
    }
    return applied.computeIfAbsent(difference.repair(), plan -> attempt(() -> keeper.repair(plan)));
  }

  private static Optional<RuntimeException> attempt(Runnable repair) {
    try {
      repair.run();
      return Optional.empty();
    } catch (RuntimeException e) {
      return Optional.of(e);
    }
  }

  /** A namespace lives as long as a process is in it; where none is, the sandbox goes with it. */
  private void remount(State state, Difference.Unmounted unmounted) {
    state
        .sandbox(unmounted.sandboxId())
        .ifPresent(sandbox -> {
          OptionalLong pid =
              inspector.inhabitant(sandbox, namespaces.getOrDefault(unmounted.path(), ""));
          if (pid.isPresent()) {
            keeper.repair(Plan.of(new Change.RemountNamespace(unmounted.path(), pid.getAsLong())));
          } else {
            LOG.warn(
                "drift: nothing runs in the namespace of {}; it is taken down", unmounted.owner());
            keeper.lost(sandbox);
          }
        });
  }

  private void holdBack(Scope scope, Difference difference, Instant until, Duration wait) {
    visitAt(scope, until);
    if (!until.equals(waiting.put(difference.key(), until))) {
      LOG.warn(
          "drift: {} was put back {} times and is wrong again; the next time is in {} ms",
          difference.key(),
          backoff.repairs(difference.key()),
          wait.toMillis());
      options.listener().backedOff(difference, wait);
    }
  }

  /** Has a part visited then, or sooner if it is to be anyway. */
  void visitAt(Scope scope, Instant when) {
    due.merge(scope, when, (one, other) -> one.isBefore(other) ? one : other);
  }
}
