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
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Programs that a daemon had set to work on containers when it was killed. Those of the runtime are
 * let finish for a while, so that what they make can be removed as a whole; a conmon that no record
 * knows has nobody to report to, and is ended.
 */
final class Orphans {
  private static final Logger LOG = LoggerFactory.getLogger(Orphans.class);
  private static final Path PROC = Path.of("/proc");
  private static final int FINISH_MILLISECONDS = 20_000;
  private static final int DEATH_MILLISECONDS = 10_000;

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

  /** Waits until none is at work, for a limited time, given the conmons that shall live on. */
  void settle(Set<Integer> conmons) {
    settle(candidate -> !conmons.contains(candidate.pid()));
  }

  /** Waits until none is at work on a container, whose start has failed. */
  void settle(String id) {
    settle(candidate -> candidate.words().contains(id));
  }

  private void settle(Predicate<Program> meant) {
    Set<Program> stuck = new HashSet<>();
    Optional<Program> next = next(meant);
    while (next.isPresent()) {
      Program orphan = next.get();
      if (!end(orphan)) {
        LOG.warn("{} {} does not end", orphan.name(), orphan.pid());
        stuck.add(orphan);
      }
      // It may have started another one before it ended.
      next = next(meant.and(candidate -> !stuck.contains(candidate)));
    }
  }

  /**
   * A conmon takes the runtime that it has called along: that one goes first. A conmon goes on as
   * its own child once, early on, so that a single look may miss both.
   */
  private Optional<Program> next(Predicate<Program> meant) {
    List<Program> waiting = find(meant);
    if (waiting.isEmpty()) {
      waiting = find(meant);
    }
    return waiting.stream().min(Comparator.comparing(candidate -> !isRuntime(candidate)));
  }

  /** Whether it has ended, by itself or not. */
  private boolean end(Program orphan) {
    if (isRuntime(orphan) && endsWithin(orphan, FINISH_MILLISECONDS)) {
      return true;
    }
    LOG.info("ending {} {}, which no container has", orphan.name(), orphan.pid());
    Processes.signal(orphan.pid(), orphan.start(), Signals.SIGKILL);
    return endsWithin(orphan, DEATH_MILLISECONDS);
  }

  private boolean isRuntime(Program candidate) {
    return candidate.name().equals(program);
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
        && (isRuntime(candidate)
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

  private static boolean endsWithin(Program orphan, int milliseconds) {
    try (Epoll end = Epoll.open();
        Fd process = Processes.open(orphan.pid())) {
      if (Processes.startTime(orphan.pid()) != orphan.start()) {
        return true;
      }
      end.add(process, 0);
      return !end.await(milliseconds).isEmpty();
    } catch (KernelException e) {
      if (!e.errno().is(Errno.ESRCH)) {
        throw e;
      }
      return true;
    }
  }
}
