package dev.pontoon.daemon.resource;

import dev.pontoon.daemon.http.RawStream;
import dev.pontoon.daemon.workload.ContainerRuntime.Stdin;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Passes what a client sends to a process, until the client ends its input. */
final class StdinPump {
  private static final Logger LOG = LoggerFactory.getLogger(StdinPump.class);
  private static final int BUFFER = 16 * 1024;

  private StdinPump() {}

  /** Starts pumping on a thread of its own, which ends with the connection. */
  static void start(RawStream from, Stdin to) {
    Thread.ofVirtual().name("stdin").start(() -> run(from, to));
  }

  private static void run(RawStream from, Stdin to) {
    try {
      pump(from, to);
      to.closeStdin();
    } catch (IOException | RuntimeException e) {
      LOG.debug("standard input ended: {}", e.toString());
    }
  }

  private static void pump(RawStream from, Stdin to) throws IOException {
    byte[] buffer = new byte[BUFFER];
    boolean wanted = true;
    for (int n; (n = from.input().read(buffer)) >= 0; ) {
      if (wanted) {
        wanted = write(to, ByteBuffer.wrap(buffer, 0, n));
      }
    }
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
