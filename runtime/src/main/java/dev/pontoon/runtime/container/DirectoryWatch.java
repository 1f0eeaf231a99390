package dev.pontoon.runtime.container;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells of changes in directories: one inotify instance, of which a user has few, for all. */
final class DirectoryWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DirectoryWatch.class);

  private final WatchService service;
  private final Map<WatchKey, List<Runnable>> listeners = new ConcurrentHashMap<>();

  DirectoryWatch() {
    try {
      service = FileSystems.getDefault().newWatchService();
    } catch (IOException e) {
      throw new UncheckedIOException("watch directories: " + e.getMessage(), e);
    }
    Thread.ofPlatform().daemon().name("directory-watch").start(this::loop);
  }

  /** Ends one listening. */
  @FunctionalInterface
  interface Listening extends AutoCloseable {
    @Override
    void close();
  }

  /** Calls the listener, which must not wait, whenever a directory's files come or change. */
  Listening listen(Path directory, Runnable listener) {
    WatchKey key;
    synchronized (listeners) {
      try {
        key =
            directory.register(
                service,
                StandardWatchEventKinds.ENTRY_CREATE,
                StandardWatchEventKinds.ENTRY_MODIFY);
      } catch (IOException e) {
        throw new UncheckedIOException("watch " + directory + ": " + e.getMessage(), e);
      }
      listeners.computeIfAbsent(key, _ -> new CopyOnWriteArrayList<>()).add(listener);
    }
    return () -> forget(key, listener);
  }

  private void forget(WatchKey key, Runnable listener) {
    synchronized (listeners) {
      List<Runnable> present = listeners.getOrDefault(key, List.of());
      present.remove(listener);
      if (present.isEmpty()) {
        listeners.remove(key);
        key.cancel();
      }
    }
  }

  private void loop() {
    try {
      while (true) {
        WatchKey key = service.take();
        key.pollEvents(); // what changed is looked up anew, so that lost events do no harm
        key.reset();
        listeners.getOrDefault(key, List.of()).forEach(DirectoryWatch::call);
      }
    } catch (ClosedWatchServiceException e) {
      LOG.debug("no longer watching directories");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void call(Runnable listener) {
    try {
      listener.run();
    } catch (RuntimeException e) {
      LOG.error("a change in a watched directory could not be handled", e);
    }
  }

  @Override
  public void close() {
    try {
      service.close();
    } catch (IOException e) {
      throw new UncheckedIOException("stop watching directories: " + e.getMessage(), e);
    }
  }
}
