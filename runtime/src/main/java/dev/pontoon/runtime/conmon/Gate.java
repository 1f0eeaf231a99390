package dev.pontoon.runtime.conmon;

import dev.pontoon.linux.sys.Epoll;
import dev.pontoon.linux.sys.Errno;
import dev.pontoon.linux.sys.Fd;
import dev.pontoon.linux.sys.KernelException;
import dev.pontoon.linux.sys.Processes;
import dev.pontoon.runtime.RuntimeFault;
import dev.pontoon.runtime.files.Disk;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a process that runc created waits at: it opens this fifo to write, which lets it pass once
 * somebody reads, and runc takes it for running once the fifo is gone. {@code runc start} does no
 * more than open it, and takes 10 ms for that.
 */
record Gate(Path fifo) {
  private static final long PASSED = 0;
  private static final long ENDED = 1;

  /** The gate of a container, given the directory where runc keeps its state. */
  static Gate of(Path directory) {
    return new Gate(directory.resolve("exec.fifo"));
  }

  boolean isThere() {
    return Files.exists(fifo);
  }

  /**
   * Lets the process pass.
   *
   * @throws RuntimeFault if it has ended
   */
  void open(int pid) {
    try (Epoll either = Epoll.open();
        Fd process = Processes.open(pid);
        Fd reader = Fd.open(fifo, Fd.O_RDONLY | Fd.O_NONBLOCK, 0)) {
      either.add(reader, PASSED);
      either.add(process, ENDED);
      if (!either.await().contains(PASSED)) {
        throw ended(pid);
      }
    } catch (KernelException e) {
      throw e.errno().is(Errno.ESRCH) ? ended(pid) : e;
    }
    Disk.remove(fifo);
  }

  private static RuntimeFault ended(int pid) {
    return new RuntimeFault(
        RuntimeFault.Kind.FAILED, "process %d ended before it was started".formatted(pid));
  }
}
