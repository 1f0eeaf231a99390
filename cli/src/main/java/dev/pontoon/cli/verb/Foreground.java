package dev.pontoon.cli.verb;

import dev.pontoon.cli.client.ApiException;
import dev.pontoon.cli.client.Target;
import dev.pontoon.cli.terminal.RawTerminal;
import dev.pontoon.cli.terminal.Signals;
import dev.pontoon.cli.terminal.WindowSize;
import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What ties the user's terminal and signals to a process in a container while it is in the
 * foreground.
 */
final class Foreground implements Closeable {
  private final Session session;
  private final Target resize;
  private final @Nullable RawTerminal raw;

  private Foreground(Session session, Target resize, @Nullable RawTerminal raw) {
    this.session = session;
    this.resize = resize;
    this.raw = raw;
  }

  /** For a container: a raw terminal if it has one, otherwise signals passed on. */
  static Foreground enter(
      Session session, String container, boolean tty, boolean input, boolean signals)
      throws IOException {
    Foreground foreground =
        enter(session, Target.of("containers", container, "resize"), tty, input);
    if (signals && !tty) {
      Signals.forward(name -> foreground.kill(container, name));
    }
    return foreground;
  }

  /** For anything with a terminal that is resized at the target. */
  static Foreground enter(Session session, Target resize, boolean tty, boolean input)
      throws IOException {
    boolean raw = tty && input && session.console().inTerminal();
    return new Foreground(session, resize, raw ? RawTerminal.open() : null);
  }

  /** Gives the process the window's size, now and whenever it changes. */
  void resize() {
    if (raw != null) {
      Signals.onResize(this::sendSize); // first: a change between the two must not be missed
      sendSize();
    }
  }

  /** One at a time, so that the last size that is read is the last that is sent. */
  private synchronized void sendSize() {
    try {
      WindowSize size = RawTerminal.size();
      session
          .client()
          .post(
              resize
                  .with("h", String.valueOf(size.rows()))
                  .with("w", String.valueOf(size.columns())));
    } catch (ApiException e) {
      // 404 and 409: the process has already ended, and takes no size
      if (e.status() != 404 && e.status() != 409) {
        complain("resize", e);
      }
    } catch (IOException e) {
      complain("resize", e);
    }
  }

  private void kill(String container, String signal) {
    try {
      session.client().post(Target.of("containers", container, "kill").with("signal", signal));
    } catch (IOException e) {
      complain("forward SIG" + signal, e);
    }
  }

  private void complain(String operation, IOException e) {
    session.console().err().println("pontoon: " + operation + ": " + e.getMessage());
  }

  @Override
  public void close() throws IOException {
    if (raw != null) {
      raw.close();
    }
  }
}
