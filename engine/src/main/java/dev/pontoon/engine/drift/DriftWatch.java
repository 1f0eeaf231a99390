package dev.pontoon.engine.drift;

import dev.pontoon.engine.firewall.Firewall;
import dev.pontoon.engine.state.State;
import dev.pontoon.linux.nftables.RulesetMonitor;
import dev.pontoon.linux.nftables.Transaction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens to the kernel on a thread of its own. What it is told is held against the state, which
 * costs as much as was told; only a part that may be wrong is compared, under the writer's lock,
 * and repaired.
 */
public final class DriftWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DriftWatch.class);
  private static final long GATHER = 20; // milliseconds, so that a burst is looked at once
  private static final Duration MOUNTS_EVERY = Duration.ofMillis(250); // each looks at all
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

  /** Never goes back, as the wall clock may. */
  private static final InstantSource UPTIME = () -> Instant.EPOCH.plusNanos(System.nanoTime());

  private final Ears ears;
  private final Inspector inspector;
  private final Keeper keeper;
  private final ReentrantLock lock;
  private final Healer healer;
  private final Notices notices;
  private final Map<Scope, Set<String>> suspects = new LinkedHashMap<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;
  private Optional<Instant> mountsDue = Optional.of(Instant.MIN);
  private Instant mountsRead = Instant.MIN;

  private DriftWatch(
      Ears ears, Inspector inspector, Keeper keeper, ReentrantLock lock, DriftOptions options) {
    this.ears = ears;
    this.inspector = inspector;
    this.keeper = keeper;
    this.lock = lock;
    this.healer = new Healer(inspector, keeper, options, UPTIME);
    this.notices = new Notices(inspector.designs()::own);
    this.thread = Thread.ofPlatform().daemon().name("drift").unstarted(this::run);
  }

  /**
   * Starts to watch.
   *
   * @param ears open since before the kernel was last compared with the state; to be closed by the
   *     caller, after this
   * @param lock held by whoever changes kernel and state
   */
  public static DriftWatch start(
      Ears ears, Inspector inspector, Keeper keeper, ReentrantLock lock, DriftOptions options) {
    DriftWatch watch = new DriftWatch(ears, inspector, keeper, lock, options);
    watch.notices.learn(inspector.hostLinks());
    watch.suspectSandboxes(keeper.state());
    watch.thread.start();
    return watch;
  }

  private void run() {
    try {
      while (!closing.await(0, TimeUnit.MILLISECONDS)) {
        boolean mounts = ears.await(suspects.isEmpty() ? patience() : 0);
        if (mounts) {
          mountsDue = Optional.of(mountsRead.plus(MOUNTS_EVERY));
        }
        if (!closing.await(GATHER, TimeUnit.MILLISECONDS)) {
          turn();
        }
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts this thread", e);
    }
  }

  /** How long there is nothing to do unless the kernel tells something; -1 for ever. */
  private int patience() {
    Instant now = UPTIME.instant();
    return java.util.stream.Stream.of(healer.nextVisit(), mountsDue)
        .flatMap(Optional::stream)
        .min(Instant::compareTo)
        .map(due -> due.isAfter(now) ? (int) Duration.between(now, due).toMillis() + 1 : 0)
        .orElse(-1);
  }

  private void turn() {
    try {
      listen();
      lookAtMounts();
      healer.due().forEach(scope -> suspect(scope, ""));
    } catch (RuntimeException e) {
      LOG.warn("drift: what the kernel tells can't be read: {}", e.getMessage());
      suspectEverything();
    }
    for (Scope scope : Set.copyOf(suspects.keySet())) {
      visit(scope);
    }
  }

  private void visit(Scope scope) {
    Set<String> who = suspects.getOrDefault(scope, Set.of());
    suspects.remove(scope);
    lock.lock();
    try {
      healer.visit(scope, who).forEach(next -> suspect(next, ""));
    } catch (RuntimeException e) {
      LOG.warn("drift: the kernel can't be compared with the state: {}", e.getMessage());
      healer.visitAt(scope, UPTIME.instant().plus(AFTER_FAILURE));
    } finally {
      lock.unlock();
    }
  }

  private void listen() {
    boolean linksLost = ears.drainLinks(notices::hear);
    boolean rulesLost = ears.drainRules(this::hear);
    if (linksLost || rulesLost) {
      LOG.warn("drift: the kernel had more to tell than was heard; everything is compared");
      suspectEverything();
    }
    if (notices.isEmpty()) {
      return;
    }
    if (!lock.isLocked()) {
      // Whose changes were heard has published its state before it let go of the lock.
      judge(keeper.state());
      return;
    }
    lock.lock(); // what is being changed looks wrong until it is done
    try {
      if (ears.drainLinks(notices::hear)) {
        suspectEverything();
      }
      judge(keeper.state());
    } finally {
      lock.unlock();
    }
  }

  private void judge(State state) {
    notices
        .against(state)
        .forEach(suspicion -> suspect(suspicion.scope(), netlinkUser(suspicion.portId())));
  }

  private void hear(RulesetMonitor.Event event) {
    Firewall firewall = inspector.tools().firewall();
    if (firewall.concerns(event)) {
      Transaction by = event.transaction();
      suspect(Scope.RULES, "%s (pid %d)".formatted(by.program(), by.thread()));
    }
  }

  /** A program's first netlink socket has the process's id for its number (netlink(7)). */
  private static String netlinkUser(long portId) {
    if (portId == 0) {
      return "";
    }
    try {
      String name = Files.readString(Path.of("/proc/" + portId + "/comm")).strip();
      return "%s (pid %d)".formatted(name, portId);
    } catch (IOException e) {
      return "netlink port " + portId; // it has ended
    }
  }

  private void lookAtMounts() {
    Instant now = UPTIME.instant();
    if (mountsDue.isEmpty() || mountsDue.get().isAfter(now)) {
      return;
    }
    mountsDue = Optional.empty();
    mountsRead = now;
    State state = keeper.state();
    Map<Path, String> mounted = inspector.namespaces().named(state);
    if (inspector.namespaces().expected(state).allMatch(mounted::containsKey)) {
      healer.learn(mounted);
    } else {
      suspect(Scope.HOST, "");
    }
  }

  private void suspectEverything() {
    suspect(Scope.HOST, "");
    suspect(Scope.RULES, "");
    suspectSandboxes(keeper.state());
  }

  private void suspectSandboxes(State state) {
    state.sandboxes().keySet().forEach(id -> suspect(new Scope.Inside(id), ""));
  }

  private void suspect(Scope scope, String who) {
    Set<String> names = suspects.computeIfAbsent(scope, _ -> new LinkedHashSet<>());
    if (!who.isEmpty()) {
      names.add(who);
    }
  }

  /**
   * Stops to watch; again does nothing. Not under the lock, for which the thread may be waiting.
   */
  @Override
  public void close() {
    if (closing.getCount() > 0) {
      closing.countDown();
      ears.wakeUp();
    }
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true; // the sockets are closed next, so it has to have ended
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
