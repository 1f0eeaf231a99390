package dev.pontoon.daemon.resource;

import dev.pontoon.daemon.http.ClientStream;
import dev.pontoon.daemon.workload.ContainerRuntime.Stdin;
import dev.pontoon.runtime.container.DetachKeys;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Passes what a client sends to a process, until the client ends its input. */
final class StdinPump {
  private static final Logger LOG = LoggerFactory.getLogger(StdinPump.class);
  private static final int BUFFER = 16 * 1024;

  private StdinPump() {}

  /**
   * Starts pumping on a thread of its own, which ends with the connection.
   *
   * @param detached run when the keys that detach were typed
   */
  static void start(ClientStream from, Stdin to, Optional<DetachKeys> keys, Runnable detached) {
    Thread.ofVirtual().name("stdin").start(() -> run(from, to, keys, detached));
  }

  private static void run(
      ClientStream from, Stdin to, Optional<DetachKeys> keys, Runnable detached) {
    try {
      if (pump(from, to, keys)) {
        detached.run();
      } else {
        to.closeStdin();
      }
    } catch (IOException | RuntimeException e) {
      LOG.debug("standard input ended: {}", e.toString());
    }
  }

  /** Whether the keys that detach ended it, rather than the client. */
  private static boolean pump(ClientStream from, Stdin to, Optional<DetachKeys> keys)
      throws IOException {
    byte[] buffer = new byte[BUFFER];
    boolean wanted = true;
    for (int n; (n = from.input().read(buffer)) >= 0; ) {
      byte[] typed = Arrays.copyOf(buffer, n);
      Optional<DetachKeys.Result> result = keys.map(k -> k.accept(typed));
      byte[] passed = result.map(DetachKeys.Result::input).orElse(typed);
      if (wanted && passed.length > 0) {
        wanted = write(to, ByteBuffer.wrap(passed));
      }
      if (result.isPresent() && result.get().detached()) {
        return true;
      }
    }
    return false;
  }

  /** A process that ended or closed its input takes no more; the rest is read and dropped. */
  private static boolean write(Stdin to, ByteBuffer bytes) {
    try {
      to.write(bytes);
      return true;
    } catch (IOException | RuntimeException e) {
      LOG.debug("standard input is not read: {}", e.toString());
      return false;
    }
  }
}
