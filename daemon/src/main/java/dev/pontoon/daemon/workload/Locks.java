package dev.pontoon.daemon.workload;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** A lock a container, there while somebody holds or wants it. */
final class Locks {
  private final Map<String, Counted> locks = new ConcurrentHashMap<>();

  private static final class Counted extends ReentrantLock {
    private static final long serialVersionUID = 1L;
    private int users; // guarded by the map's compute
  }

  <T> T with(String id, Supplier<T> work) {
    Counted lock = acquire(id);
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
      release(id);
    }
  }

  private Counted acquire(String id) {
    Counted lock =
        locks.compute(
            id,
            (_, existing) -> {
              Counted counted = existing == null ? new Counted() : existing;
              counted.users++;
              return counted;
            });
    return java.util.Objects.requireNonNull(lock);
  }

  private void release(String id) {
    locks.computeIfPresent(id, (_, lock) -> --lock.users == 0 ? null : lock);
  }
}
