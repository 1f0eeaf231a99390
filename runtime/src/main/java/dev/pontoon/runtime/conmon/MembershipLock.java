package dev.pontoon.runtime.conmon;

import dev.pontoon.runtime.files.Disk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The kernel's lock on who is in which cgroup (cgroup_threadgroup_rwsem, kernel/cgroup/cgroup.c).
 * Who takes it first waits until all processors have seen it, 4 to 14 ms; for a while after that it
 * costs nothing. runc takes it in the middle of each create and exec, so the wait is begun when
 * runc is, and both go on at once.
 */
final class MembershipLock {
  private static final Logger LOG = LoggerFactory.getLogger(MembershipLock.class);
  private static final Path MEMBERSHIPS = Path.of("/proc/self/cgroup");
  private static final Path ROOT = Path.of("/sys/fs/cgroup");
  private static final String WHO_WRITES = "0"; // whom that moves to where it is (cgroups(7))

  private final AtomicBoolean underway = new AtomicBoolean();

  /** Begins the wait, if none is under way. That it can't be begun costs only its time. */
  void anticipate() {
    if (underway.compareAndSet(false, true)) {
      Thread.ofPlatform().daemon().name("cgroup-lock").start(this::takeOnce);
    }
  }

  private void takeOnce() {
    try {
      if (!take()) {
        LOG.debug("cgroups' lock is not taken ahead: no cgroup of this process is mounted");
      }
    } catch (IOException e) {
      LOG.debug("cgroups' lock is not taken ahead: {}", Disk.reason(e));
    } finally {
      underway.set(false);
    }
  }

  /**
   * Waits for the lock and lets it go.
   *
   * @return false if there is no cgroup by which to
   */
  static boolean take() throws IOException {
    Optional<Path> members = ownMembers(Files.readString(MEMBERSHIPS), ROOT);
    if (members.isPresent()) {
      Files.writeString(
          members.get(), WHO_WRITES, StandardCharsets.US_ASCII, StandardOpenOption.WRITE);
    }
    return members.isPresent();
  }

  /**
   * The list of a cgroup that this process is in, in whichever hierarchy there is.
   *
   * @param memberships lines of a hierarchy's number, its controllers and the path in it
   *     (cgroups(7), {@code /proc/pid/cgroup})
   * @param root where hierarchies are mounted: one of version 2, or those of version 1 by their
   *     controllers, perhaps with {@code unified} beside them
   */
  static Optional<Path> ownMembers(String memberships, Path root) {
    return memberships
        .lines()
        .map(line -> line.split(":", 3))
        .filter(fields -> fields.length == 3 && !fields[2].startsWith("/..")) // beyond what is seen
        .flatMap(
            fields -> hierarchies(fields[1]).map(name -> Path.of(root + "/" + name + fields[2])))
        .map(group -> group.resolve("cgroup.procs"))
        .filter(Files::exists)
        .findFirst();
  }

  private static Stream<String> hierarchies(String controllers) {
    return controllers.isEmpty()
        ? Stream.of("", "unified")
        : Stream.of(controllers.replaceFirst("^name=", ""));
  }
}
