package dev.pontoon.runtime.container;

import dev.pontoon.runtime.AttachOptions;
import dev.pontoon.runtime.OutputSink;
import dev.pontoon.runtime.conmon.AttachSocket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A client's hold on a container's standard streams. One made before the container starts connects
 * before the process runs, so that nothing is lost; until then writes wait.
 */
public final class Attachment implements AutoCloseable {
  private final AttachOptions options;
  private final OutputSink sink;
  private final CompletableFuture<AttachSocket> socket = new CompletableFuture<>();
  private final AtomicBoolean ended = new AtomicBoolean();

  Attachment(AttachOptions options, OutputSink sink) {
    this.options = options;
    this.sink = sink;
  }

  void connect(Path bundle) {
    if (socket.isDone()) {
      return;
    }
    AttachSocket connected = AttachSocket.connect(bundle, options, new Ending());
    if (!socket.complete(connected)) {
      connected.close();
    }
  }

  /** Ends it without it ever having been connected. */
  void abandon() {
    if (socket.cancel(false)) {
      end();
    }
  }

  private void end() {
    if (ended.compareAndSet(false, true)) {
      sink.end();
    }
  }

  /** Hands over standard input; waits while the process does not read. */
  public void write(ByteBuffer data) throws IOException {
    if (options.stdin()) {
      connected().write(data);
    }
  }

  /** Ends standard input. */
  public void closeStdin() throws IOException {
    if (options.stdin()) {
      connected().closeInput();
    }
  }

  private AttachSocket connected() throws IOException {
    try {
      return socket.join();
    } catch (CancellationException | CompletionException e) {
      throw new IOException("the container is gone", e);
    }
  }

  /** Whether there will be no more output. */
  public boolean ended() {
    return ended.get();
  }

  /** Lets go of the container, which runs on. */
  @Override
  public void close() {
    abandon();
    if (!socket.isCancelled()) {
      socket.join().close();
    }
  }

  private final class Ending implements OutputSink {
    @Override
    public void output(dev.pontoon.runtime.StdStream stream, ByteBuffer data) throws IOException {
      sink.output(stream, data);
    }

    @Override
    public void end() {
      Attachment.this.end();
    }
  }
}
