package dev.pontoon.runtime.container;

import dev.pontoon.linux.sys.Processes;
import dev.pontoon.runtime.ContainerListener;
import dev.pontoon.runtime.ContainerState;
import dev.pontoon.runtime.ContainerState.Status;
import dev.pontoon.runtime.files.Disk;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Learns that processes ended, by the exit files that conmon writes or since their conmon is gone,
 * and does what follows.
 */
final class Endings {
  private static final Logger LOG = LoggerFactory.getLogger(Endings.class);
  static final int UNKNOWN = 255;
  private static final int KILLED = 128 + Signals.SIGKILL;
  private static final String ABANDONED =
      "its conmon was killed, so that nobody kept the process: it was ended";
  private static final String CUT_OFF = "the daemon ended while it was starting";
  private static final Executor BESIDE = work -> Thread.ofVirtual().name("exit-beside").start(work);

  private final Places places;
  private final ContainerTable table;
  private final Records records;
  private final Cleaner cleaner;
  private final Clock clock;
  private final List<ContainerListener> listeners = new CopyOnWriteArrayList<>();
  private final List<Entry> backlog = new ArrayList<>();
  private final Set<String> inHand = ConcurrentHashMap.newKeySet();

  /** How a process ended. */
  private record End(Status how, int code, String reason, boolean oom) {}

  Endings(Places places, ContainerTable table, Records records, Cleaner cleaner, Clock clock) {
    this.places = places;
    this.table = table;
    this.records = records;
    this.cleaner = cleaner;
    this.clock = clock;
  }

  /** The first listener also hears of what ended before. */
  void listen(ContainerListener listener) {
    listeners.add(listener);
    List<Entry> missed;
    synchronized (backlog) {
      missed = List.copyOf(backlog);
      backlog.clear();
    }
    missed.forEach(this::follow);
  }

  /** Looks for exit files. */
  void scan() {
    for (Path file : Disk.list(places.exits())) {
      String id = String.valueOf(file.getFileName());
      if (table.byId(id).isPresent() && inHand.add(id)) {
        Thread.ofVirtual().name("exit-" + id).start(() -> handle(id));
      }
    }
  }

  private void handle(String id) {
    try {
      table.byId(id).ifPresent(entry -> ended(entry, this::reported));
    } catch (RuntimeException e) {
      LOG.error("the end of container {} could not be handled", id, e);
    } finally {
      inHand.remove(id);
    }
  }

  /** A conmon is gone: in good order, when it has left an exit file, or not. */
  void keeperGone(KeeperWatch.Keeper keeper) {
    try {
      table
          .byId(keeper.container())
          .ifPresent(entry -> ended(entry, record -> abandoned(record, keeper)));
    } catch (RuntimeException e) {
      LOG.error("the end of container {}'s conmon could not be handled", keeper.container(), e);
    }
  }

  private void ended(Entry entry, Function<ContainerRecord, Optional<End>> find) {
    CompletableFuture<Boolean> recorded = new CompletableFuture<>();
    CompletableFuture<Void> told = recorded.thenAcceptAsync(_ -> tellExit(entry), BESIDE);
    if (settle(entry, find, () -> recorded.complete(true))) {
      told.join();
      conclude(entry);
    }
  }

  /** Records the end that an exit file tells of; false if that was done already. */
  boolean settle(Entry entry) {
    return settle(entry, this::reported, () -> {});
  }

  /** Ends the process of a container whose conmon is gone; false if it had ended already. */
  boolean abandon(Entry entry) {
    KeeperWatch.Keeper keeper = KeeperWatch.Keeper.of(entry.record());
    return settle(entry, record -> abandoned(record, keeper), () -> {});
  }

  /** The network can go while the process's remains are removed: both take their time. */
  private boolean settle(
      Entry entry, Function<ContainerRecord, Optional<End>> find, Runnable recorded) {
    String id = entry.record().id();
    entry.lock.lock();
    try {
      Optional<End> found = find.apply(entry.record());
      if (found.isEmpty()) {
        return false;
      }
      if (!entry.record().running()) {
        cleaner.forgetExit(id);
        return false;
      }
      End end = found.get();
      save(
          entry,
          entry.record().ended(end.how(), end.code(), end.reason(), end.oom(), clock.instant()));
      recorded.run();
      clear(id, end.how());
      cleaner.forgetExit(id);
      return true;
    } finally {
      entry.lock.unlock();
    }
  }

  private Optional<End> reported(ContainerRecord record) {
    byte[] exit = Disk.readIfPresent(places.exit(record.id()));
    if (exit == null) {
      return Optional.empty();
    }
    int code = Integer.parseInt(new String(exit, StandardCharsets.UTF_8).strip());
    boolean oom = Files.exists(places.bundle(record.id()).resolve("oom"));
    return Optional.of(new End(Status.EXITED, code, "", oom));
  }

  /** Nobody reads what the process says or would learn how it ends, so it is ended here. */
  private Optional<End> abandoned(ContainerRecord record, KeeperWatch.Keeper keeper) {
    boolean another = !record.running() || !KeeperWatch.Keeper.of(record).equals(keeper);
    if (another || Files.exists(places.exit(record.id()))) {
      return another ? Optional.empty() : reported(record);
    }
    boolean ended = Processes.signal(record.pid(), record.pidStart(), Signals.SIGKILL);
    LOG.warn("conmon {} of container {} was killed", keeper.pid(), record.spec().name());
    return Optional.of(
        ended
            ? new End(Status.EXITED, KILLED, ABANDONED, false)
            : new End(Status.DEAD, UNKNOWN, "its conmon was killed before it could tell", false));
  }

  /** Makes a start that was not finished as if it had not been begun. */
  void unstart(Entry entry) {
    ContainerRecord begun = entry.record();
    ContainerRecord before = begun.before();
    save(
        entry,
        before == null
            ? begun.ended(Status.DEAD, UNKNOWN, CUT_OFF, false, clock.instant())
            : before);
    cleaner.unmake(begun.id());
  }

  /** The end is told of also where the runtime hangs: the next start or removal clears up then. */
  private void clear(String id, Status how) {
    try {
      if (how == Status.EXITED) {
        cleaner.clearEnded(id);
      } else {
        cleaner.clear(id);
      }
    } catch (RuntimeException e) {
      LOG.error("what container {} leaves stays for now: {}", id, e.getMessage());
    }
  }

  private void save(Entry entry, ContainerRecord record) {
    records.save(record);
    entry.set(record);
  }

  /** Remembers an end that happened while nobody could listen. */
  void postpone(Entry entry) {
    synchronized (backlog) {
      if (!backlog.contains(entry)) {
        backlog.add(entry);
      }
    }
  }

  /** What others do when a process ended: listeners, those who wait, removal. */
  private void follow(Entry entry) {
    tellExit(entry);
    conclude(entry);
  }

  private void tellExit(Entry entry) {
    ContainerRecord record = entry.record();
    ContainerState state = record.state(places.container(record.id()));
    tell(listener -> listener.exited(state));
  }

  private void conclude(Entry entry) {
    ContainerRecord record = entry.record();
    boolean leaves = record.spec().autoRemove() && !entry.returning();
    entry.announceExit(record.exitCode());
    if (leaves || records.isLeaving(record.id())) {
      remove(entry);
    }
  }

  /** Removes a container that does not run; nothing happens if it was removed meanwhile. */
  void remove(Entry entry) {
    ContainerRecord record = entry.record();
    entry.lock.lock();
    try {
      if (entry.removed() || record.running()) {
        return;
      }
      cleaner.discard(record.id());
      records.remove(record.id());
      table.remove(entry);
      entry.markRemoved();
    } finally {
      entry.lock.unlock();
    }
    entry.takePending().forEach(Attachment::abandon);
    ContainerState state = record.state(places.container(record.id()));
    tell(listener -> listener.removed(state));
    entry.announceExit(record.exitCode());
    entry.removal().complete(record.exitCode());
  }

  private void tell(Consumer<ContainerListener> event) {
    for (ContainerListener listener : listeners) {
      try {
        event.accept(listener);
      } catch (RuntimeException e) {
        LOG.error("a listener failed", e);
      }
    }
  }
}
