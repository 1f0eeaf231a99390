package dev.pontoon.cli.terminal;

import dev.pontoon.cli.http.Hijacked;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Joins a container's raw stream with the user's streams. */
public final class Attachment {
  /** How it ended. */
  public enum End {
    /** The container's side closed. */
    OUTPUT_ENDED,
    /** The user pressed the detach keys. */
    DETACHED
  }

  private final Hijacked stream;
  private final Console console;
  private final boolean terminal;
  private final CompletableFuture<End> end = new CompletableFuture<>();
  private final CompletableFuture<IOException> inputError = new CompletableFuture<>();

  /**
   * Not started yet.
   *
   * @param terminal whether the container has a terminal: its output comes as it is, not in frames
   */
  public Attachment(Hijacked stream, Console console, boolean terminal) {
    this.stream = stream;
    this.console = console;
    this.terminal = terminal;
  }

  /** Starts copying; input only if wanted. */
  public void start(boolean input, DetachKeys keys) {
    thread("output", this::copyOutput);
    if (input) {
      thread("input", () -> copyInput(keys));
    }
  }

  /** Waits for the end. */
  public End await() throws IOException {
    try {
      return end.join();
    } catch (CompletionException e) {
      IOException cause = e.getCause() instanceof IOException io ? io : new IOException(e);
      if (inputError.isDone()) {
        cause.addSuppressed(inputError.join());
      }
      throw cause;
    }
  }

  private static void thread(String name, Runnable work) {
    Thread.ofPlatform().name(name).daemon().start(work);
  }

  private void copyOutput() {
    try {
      if (terminal) {
        raw(stream.in(), console.out());
      } else {
        Demultiplexer.copy(stream.in(), console.out(), console.err());
      }
      end.complete(End.OUTPUT_ENDED);
    } catch (IOException e) {
      end.completeExceptionally(e);
    }
  }

  /** Copies to the end, flushing what has come. */
  public static void raw(InputStream in, OutputStream out) throws IOException {
    byte[] buffer = new byte[32 * 1024];
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      out.write(buffer, 0, n);
      out.flush();
    }
  }

  private void copyInput(DetachKeys keys) {
    try {
      DetachKeys.@Nullable Matcher matcher = terminal ? keys.new Matcher() : null;
      byte[] buffer = new byte[32 * 1024];
      for (int n = console.in().read(buffer); n >= 0; n = console.in().read(buffer)) {
        if (send(buffer, n, matcher)) {
          end.complete(End.DETACHED);
          return;
        }
      }
      stream.closeOutput();
    } catch (IOException e) {
      // The container closed its input, or ended, while the user still typed: not an error. Its
      // output tells the end.
      inputError.complete(e);
    }
  }

  private boolean send(byte[] buffer, int length, DetachKeys.@Nullable Matcher matcher)
      throws IOException {
    if (matcher == null) {
      stream.out().write(buffer, 0, length);
      return false;
    }
    List<Byte> passed = new ArrayList<>();
    boolean detached = matcher.take(buffer, length, passed);
    byte[] bytes = new byte[passed.size()];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = passed.get(i);
    }
    stream.out().write(bytes);
    return detached;
  }
}
