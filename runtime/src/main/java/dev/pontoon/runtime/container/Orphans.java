package dev.pontoon.runtime.container;

import dev.pontoon.linux.sys.Epoll;
import dev.pontoon.linux.sys.Errno;
import dev.pontoon.linux.sys.Fd;
import dev.pontoon.linux.sys.KernelException;
import dev.pontoon.linux.sys.Processes;
import dev.pontoon.runtime.files.Disk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Programs that a daemon had set to work on containers when it was killed. Those of the runtime are
 * let finish, so that what they make can be removed as a whole; a conmon that no record knows has
 * nobody to report to, and is ended.
 */
final class Orphans {
  private static final Logger LOG = LoggerFactory.getLogger(Orphans.class);
  private static final Path PROC = Path.of("/proc");

  private final String root;
  private final String program;

  private record Program(int pid, long start, List<String> words) {
    String name() {
      return String.valueOf(Path.of(words.getFirst()).getFileName());
    }
  }

  /**
   * Those of a runtime.
   *
   * @param root where it keeps its state: what tells our programs from those of others
   */
  Orphans(Path root, String program) {
    this.root = root.toString();
    this.program = program;
  }

  /** Waits until none is at work, given the conmons that shall live on. */
  void settle(Set<Integer> conmons) {
    settle(candidate -> !conmons.contains(candidate.pid()));
  }

  /** Waits until none is at work on a container, whose start has failed. */
  void settle(String id) {
    settle(candidate -> candidate.words().contains(id));
  }

  private void settle(Predicate<Program> meant) {
    List<Program> waiting = find(meant);
    while (!waiting.isEmpty()) {
      // A conmon takes the runtime that it has called along: that one goes first.
      Program orphan =
          waiting.stream()
              .filter(candidate -> candidate.name().equals(program))
              .findFirst()
              .orElse(waiting.getFirst());
      if (orphan.name().equals("conmon")) {
        LOG.info("ending conmon {}, which no container has", orphan.pid());
        Processes.signal(orphan.pid(), orphan.start(), Signals.SIGKILL);
      }
      awaitEnd(orphan);
      waiting = find(meant); // one may have started another before it ended
    }
  }

  private List<Program> find(Predicate<Program> meant) {
    List<Program> found = new ArrayList<>();
    for (Path process : Disk.list(PROC)) {
      String name = String.valueOf(process.getFileName());
      if (Character.isDigit(name.charAt(0))) {
        Program candidate = read(process, Integer.parseInt(name));
        if (isOurs(candidate) && meant.test(candidate)) {
          found.add(candidate);
        }
      }
    }
    return found;
  }

  private boolean isOurs(Program candidate) {
    return candidate.start() != 0
        && candidate.words().contains(root)
        && (candidate.name().equals(program)
            || (candidate.name().equals("conmon") && !candidate.words().contains("--exec")));
  }

  private static Program read(Path process, int pid) {
    long start = Processes.startTime(pid);
    try {
      String line = Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1);
      return new Program(pid, start, Arrays.asList(line.split("\0", -1)));
    } catch (IOException e) {
      return new Program(pid, 0, List.of("")); // it has ended meanwhile
    }
  }

  private static void awaitEnd(Program orphan) {
    try (Epoll end = Epoll.open();
        Fd process = Processes.open(orphan.pid())) {
      if (Processes.startTime(orphan.pid()) == orphan.start()) {
        end.add(process, 0);
        end.await();
      }
    } catch (KernelException e) {
      if (!e.errno().is(Errno.ESRCH)) {
        throw e;
      }
    }
  }
}
