package dev.pontoon.runtime.container;

import dev.pontoon.linux.sys.Processes;
import dev.pontoon.runtime.conmon.ConmonExec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;

/** A further process in a container and a client's hold on its standard streams. */
public final class ExecSession implements AutoCloseable {
  private final ConmonExec exec;

  ExecSession(ConmonExec exec) {
    this.exec = exec;
  }

  /** The process's id on the host. */
  public int pid() {
    return exec.pid();
  }

  /** The exit code, once it ended; 128 + n if signal n ended it. */
  public CompletableFuture<Integer> exit() {
    return exec.exit();
  }

  /** Hands over standard input; waits while the process does not read. */
  public void write(ByteBuffer data) throws IOException {
    exec.socket().write(data);
  }

  /** Ends standard input. */
  public void closeStdin() throws IOException {
    exec.socket().closeInput();
  }

  /** Ends it by SIGKILL; nothing happens if it has ended. */
  public void kill() {
    Processes.signal(pid(), Processes.startTime(pid()), Signals.SIGKILL);
  }

  /** Sets the size of its terminal. */
  public void resize(int rows, int columns) {
    exec.resize(rows, columns);
  }

  /** Lets go of the process, which runs on. */
  @Override
  public void close() {
    exec.socket().close();
  }
}
