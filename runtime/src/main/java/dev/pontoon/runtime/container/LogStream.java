package dev.pontoon.runtime.container;

import dev.pontoon.runtime.LogOptions;
import dev.pontoon.runtime.LogSink;
import dev.pontoon.runtime.StdStream;
import dev.pontoon.runtime.conmon.LogEntry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Reads a container's log, and its growth if that is asked for. */
public final class LogStream implements AutoCloseable {
  private static final int BUFFER = 64 * 1024;

  private final Path file;
  private final LogOptions options;
  private final LogSink sink;
  private final BooleanSupplier growing;
  private final Clock clock;
  private final Semaphore changes = new Semaphore(0);
  private final DirectoryWatch.Listening listening;
  private final Deque<LogEntry> tail = new ArrayDeque<>();
  private final ByteArrayOutputStream unfinished = new ByteArrayOutputStream();
  private volatile boolean closed;

  /**
   * Prepares to read.
   *
   * @param growing whether more may come; {@link #changed} is called when that becomes false
   */
  LogStream(
      Path file,
      LogOptions options,
      LogSink sink,
      BooleanSupplier growing,
      DirectoryWatch watch,
      Clock clock) {
    this.file = file;
    this.options = options;
    this.sink = sink;
    this.growing = growing;
    this.clock = clock;
    this.listening =
        options.follow() ? watch.listen(file.resolveSibling("."), this::changed) : () -> {};
  }

  void changed() {
    changes.release();
  }

  /** Hands the sink what was asked for; returns at the log's end or when closed. */
  public void run() throws IOException {
    try (listening) {
      boolean mayGrow;
      long position = 0;
      boolean first = true;
      do {
        // Asked before reading: what was written before the end is then read after it.
        mayGrow = options.follow() && growing.getAsBoolean() && !over();
        position = readFrom(position, first);
        first = false;
        if (mayGrow && !closed) {
          await();
        }
      } while (mayGrow && !closed);
    }
  }

  /** Whether the time is over until which lines are wanted. */
  private boolean over() {
    return options.until() != null && clock.instant().isAfter(options.until());
  }

  private void await() throws IOException {
    try {
      Instant until = options.until();
      if (until == null) {
        changes.acquire();
      } else {
        Duration left = Duration.between(clock.instant(), until);
        var _ = changes.tryAcquire(Math.max(0, left.toMillis()) + 1, TimeUnit.MILLISECONDS);
      }
      changes.drainPermits();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while following a log");
    }
  }

  private long readFrom(long start, boolean first) throws IOException {
    if (!Files.exists(file)) {
      return start;
    }
    long position = start;
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
      int length = channel.read(buffer, position);
      while (length > 0 && !closed) {
        position += length;
        split(buffer.array(), length, first);
        length = channel.read(buffer.clear(), position);
      }
    }
    for (LogEntry entry : tail) {
      deliver(entry);
    }
    tail.clear();
    return position;
  }

  private void split(byte[] bytes, int length, boolean first) throws IOException {
    int from = 0;
    for (int i = 0; i < length; i++) {
      if (bytes[i] == '\n') {
        unfinished.write(bytes, from, i - from);
        accept(unfinished.toByteArray(), first);
        unfinished.reset();
        from = i + 1;
      }
    }
    unfinished.write(bytes, from, length - from);
  }

  private void accept(byte[] line, boolean first) throws IOException {
    LogEntry entry = LogEntry.parse(line);
    if (entry == null || !wanted(entry)) {
      return;
    }
    if (!first || options.tail() < 0) {
      deliver(entry);
      return;
    }
    tail.addLast(entry);
    if (tail.size() > options.tail()) {
      tail.removeFirst();
    }
  }

  private boolean wanted(LogEntry entry) {
    boolean stream = entry.stream() == StdStream.STDOUT ? options.stdout() : options.stderr();
    return stream
        && (options.since() == null || !entry.time().isBefore(options.since()))
        && (options.until() == null || !entry.time().isAfter(options.until()));
  }

  private void deliver(LogEntry entry) throws IOException {
    sink.line(entry.stream(), entry.time(), entry.text());
  }

  /** Makes {@link #run} return. */
  @Override
  public void close() {
    closed = true;
    changed();
    listening.close();
  }
}
