package dev.pontoon.runtime.container;

import dev.pontoon.linux.sys.Epoll;
import dev.pontoon.linux.sys.Errno;
import dev.pontoon.linux.sys.Fd;
import dev.pontoon.linux.sys.KernelException;
import dev.pontoon.linux.sys.Processes;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices that a conmon is gone, by a descriptor of its process: one that was killed writes no exit
 * file, which is otherwise what tells of an end.
 */
final class KeeperWatch implements AutoCloseable {
  /** The conmon of one run of a container. */
  record Keeper(String container, int pid, long start) {
    static Keeper of(ContainerRecord record) {
      return new Keeper(record.id(), record.conmonPid(), record.conmonStart());
    }

    boolean alive() {
      return start != 0 && Processes.startTime(pid) == start;
    }
  }

  private record Watched(Keeper keeper, Fd process) {}

  private static final Logger LOG = LoggerFactory.getLogger(KeeperWatch.class);

  private final Consumer<Keeper> gone;
  private final Epoll epoll = Epoll.open();
  private final AtomicLong lastTag = new AtomicLong();
  private final Map<Long, Watched> watched = new ConcurrentHashMap<>();
  private final Thread thread;
  private volatile boolean closed;

  /**
   * Starts to watch.
   *
   * @param gone told of each, on a thread of its own
   */
  KeeperWatch(Consumer<Keeper> gone) {
    this.gone = gone;
    thread = Thread.ofPlatform().daemon().name("keeper-watch").start(this::loop);
  }

  /**
   * Tells when this conmon is gone; at once if it is already. A container whose conmon can't be
   * watched runs nevertheless.
   */
  void add(Keeper keeper) {
    try {
      Optional<Fd> process = open(keeper);
      if (process.isEmpty()) {
        tell(keeper);
      } else {
        add(keeper, process.get());
      }
    } catch (KernelException e) {
      LOG.warn("watch conmon of container {}: {}", keeper.container(), e.getMessage());
    }
  }

  private void add(Keeper keeper, Fd process) {
    long tag = lastTag.incrementAndGet();
    watched.put(tag, new Watched(keeper, process));
    epoll.add(process, tag);
  }

  /** The descriptor holds whoever has the id now; only then is the start time proof. */
  private static Optional<Fd> open(Keeper keeper) {
    Fd process;
    try {
      process = Processes.open(keeper.pid());
    } catch (KernelException e) {
      if (e.errno().is(Errno.ESRCH)) {
        return Optional.empty();
      }
      throw e;
    }
    if (keeper.alive()) {
      return Optional.of(process);
    }
    process.close();
    return Optional.empty();
  }

  private void loop() {
    while (!closed) {
      for (long tag : epoll.await()) {
        Watched ended = watched.remove(tag);
        if (ended != null) {
          epoll.remove(ended.process());
          ended.process().close();
          tell(ended.keeper());
        }
      }
    }
  }

  private void tell(Keeper keeper) {
    Thread.ofVirtual().name("keeper-" + keeper.pid()).start(() -> gone.accept(keeper));
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    epoll.wakeUp();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    watched.values().forEach(each -> each.process().close());
    epoll.close();
  }
}
