package dev.pontoon.runtime.conmon;

import dev.pontoon.runtime.Resources;
import dev.pontoon.runtime.RuntimeFault;
import dev.pontoon.runtime.files.Command;
import dev.pontoon.runtime.files.Deadline;
import dev.pontoon.runtime.files.Disk;
import dev.pontoon.runtime.files.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The program that makes containers, as the OCI runtime specification wants it called.
 *
 * @param root where it keeps its own state
 * @param patience how long a call may take before it is killed
 */
public record OciRuntime(Path path, Path root, Duration patience) {
  private static final String RUNC = "runc";
  private static final List<String> DIRECTORIES =
      List.of("/usr/sbin", "/usr/bin", "/usr/local/sbin", "/usr/local/bin");

  /**
   * Finds a runtime that works on this host: runc, or else crun where it bears the cgroups here.
   *
   * @throws RuntimeFault if there is none
   */
  public static OciRuntime find(Path root, Duration patience) {
    return locate(RUNC)
        .or(() -> cgroupsAreOfOneKind() ? locate("crun") : Stream.<Path>empty().findFirst())
        .map(path -> new OciRuntime(path, root, patience))
        .orElseThrow(() ->
            new RuntimeFault(
                RuntimeFault.Kind.FAILED,
                "no container runtime found: install runc (looked in "
                    + String.join(", ", DIRECTORIES)
                    + ")"));
  }

  static Optional<Path> locate(String program) {
    return DIRECTORIES.stream()
        .map(directory -> Path.of(directory, program))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * crun up to 1.8 refuses hosts with hybrid cgroups (v1 hierarchies beside a unified one): it
   * works where /sys/fs/cgroup is itself the unified hierarchy.
   */
  private static boolean cgroupsAreOfOneKind() {
    return Files.exists(Path.of("/sys/fs/cgroup/cgroup.controllers"));
  }

  /** Its name, such as {@code runc}. */
  public String name() {
    return String.valueOf(path.getFileName());
  }

  /** The first line of what it says of its version. */
  public String version() {
    return run(List.of("--version")).output().lines().findFirst().orElse("");
  }

  /** Starts the process of a created container. */
  void start(String id, int pid) {
    Gate gate = Gate.of(root.resolve(id));
    if (isRunc() && gate.isThere()) {
      open(gate, id, pid);
      return;
    }
    Command.Outcome outcome = call(List.of("start", id));
    if (!outcome.succeeded()) {
      throw new RuntimeFault(
          RuntimeFault.Kind.FAILED, name() + " start: " + words(outcome.lastLine()));
    }
  }

  /**
   * Whether a container's process is created and has not been let go. Asking runc takes 10 ms,
   * which adds up over the containers that a daemon finds at its start; it would look at the gate.
   */
  public boolean waits(String id) {
    return isRunc() ? Gate.of(root.resolve(id)).isThere() : status(id).equals("created");
  }

  private void open(Gate gate, String id, int pid) {
    try (Deadline deadline = Deadline.set(patience, () -> List.of(pid))) {
      try {
        gate.open(pid);
      } catch (RuntimeFault e) {
        throw deadline.passed()
            ? new RuntimeFault(
                RuntimeFault.Kind.FAILED,
                "start container " + id + ": " + deadline.words("its process"),
                e)
            : e;
      }
    }
  }

  /** Removes what is left of a container: processes, cgroup, state. Idempotent. */
  public void delete(String id) {
    if (!Files.exists(root.resolve(id))) {
      return;
    }
    Command.Outcome outcome = call(List.of("delete", "--force", id));
    if (!outcome.succeeded() && Files.exists(root.resolve(id))) {
      throw new RuntimeFault(
          RuntimeFault.Kind.FAILED, name() + " delete " + id + ": " + words(outcome.lastLine()));
    }
  }

  /**
   * Removes the state of a container that has no process and no cgroup, which is all that is left
   * for {@link #delete} to do then, and takes 10 ms there. Idempotent.
   */
  public void forget(String id) {
    if (isRunc()) {
      Disk.remove(root.resolve(id));
    } else {
      delete(id);
    }
  }

  /** Takes all processor time from a container's processes. */
  public void pause(String id) {
    succeed("pause", id, List.of("pause", id));
  }

  /** Lets a container's paused processes go on. */
  public void resume(String id) {
    succeed("resume", id, List.of("resume", id));
  }

  /** Changes the limits of a container that runs; 0 and empty leave a limit as it is. */
  public void update(String id, Resources limits) {
    List<String> arguments = new ArrayList<>(List.of("update"));
    limit(arguments, "--memory", limits.memory());
    limit(arguments, "--memory-swap", limits.memorySwap());
    limit(arguments, "--memory-reservation", limits.memoryReservation());
    limit(arguments, "--cpu-share", limits.cpuShares());
    limit(arguments, "--cpu-quota", limits.cpuQuota());
    limit(arguments, "--cpu-period", limits.cpuPeriod());
    limit(arguments, "--cpu-rt-period", limits.realtimePeriod());
    limit(arguments, "--cpu-rt-runtime", limits.realtimeRuntime());
    limit(arguments, "--pids-limit", limits.pidsLimit());
    limit(arguments, "--blkio-weight", limits.blkioWeight());
    limit(arguments, "--cpuset-cpus", limits.cpusetCpus());
    limit(arguments, "--cpuset-mems", limits.cpusetMems());
    arguments.add(id);
    succeed("update", id, arguments);
  }

  private static void limit(List<String> arguments, String flag, long value) {
    limit(arguments, flag, value == 0 ? "" : String.valueOf(value));
  }

  private static void limit(List<String> arguments, String flag, String value) {
    if (!value.isEmpty()) {
      arguments.add(flag + "=" + value);
    }
  }

  /** The ids, on the host, of all processes of a container. */
  public List<Integer> processes(String id) {
    String list = succeed("ps", id, List.of("ps", "--format", "json", id));
    List<Integer> pids = new ArrayList<>();
    Json.tree(list.getBytes(StandardCharsets.UTF_8), name() + " ps")
        .forEach(pid -> pids.add(pid.asInt()));
    return pids;
  }

  private String succeed(String verb, String id, List<String> arguments) {
    Command.Outcome outcome = call(arguments);
    if (!outcome.succeeded()) {
      throw new RuntimeFault(
          RuntimeFault.Kind.FAILED,
          name() + " " + verb + " " + id + ": " + words(outcome.lastLine()));
    }
    return outcome.output();
  }

  /** The status of a container as the runtime sees it, or {@code unknown}. */
  String status(String id) {
    Command.Outcome outcome = call(List.of("state", id));
    if (!outcome.succeeded()) {
      return "unknown";
    }
    return Json.tree(outcome.output().getBytes(StandardCharsets.UTF_8), name() + " state")
        .path("status")
        .asString("unknown");
  }

  private boolean isRunc() {
    return name().equals(RUNC);
  }

  private Command.Outcome call(List<String> arguments) {
    List<String> all = new ArrayList<>(List.of("--root", root.toString()));
    all.addAll(arguments);
    return run(all);
  }

  private Command.Outcome run(List<String> arguments) {
    List<String> command = new ArrayList<>(List.of(path.toString()));
    command.addAll(arguments);
    return Command.runBare(command, patience);
  }

  /** The error itself out of a line of log: {@code time=... level=error msg="..."}. */
  static String words(String line) {
    int start = line.indexOf("msg=\"");
    if (start < 0) {
      return line.strip();
    }
    String message = line.substring(start + "msg=\"".length());
    int end = message.lastIndexOf('"');
    return (end < 0 ? message : message.substring(0, end)).replace("\\\"", "\"").strip();
  }
}
