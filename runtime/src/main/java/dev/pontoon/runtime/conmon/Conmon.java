package dev.pontoon.runtime.conmon;

import dev.pontoon.linux.sys.Fd;
import dev.pontoon.linux.sys.Pipe;
import dev.pontoon.linux.sys.Processes;
import dev.pontoon.linux.sys.Spawn;
import dev.pontoon.runtime.RuntimeFault;
import dev.pontoon.runtime.Steps;
import dev.pontoon.runtime.files.Deadline;
import dev.pontoon.runtime.files.Disk;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * conmon(8), which keeps one container: it holds the process's standard streams, writes the log and
 * the exit code, and lives on when the daemon ends.
 */
public final class Conmon {
  private static final Logger LOG = LoggerFactory.getLogger(Conmon.class);
  private static final byte[] GO = {0};

  /** How the refusal of a container's process begins, and of a further one, as Docker tells it. */
  static final String TASK = "failed to create task for container: ";

  static final String EXEC = "OCI runtime exec failed: ";

  private final Path program;
  private final OciRuntime runtime;
  private final Steps steps;
  private final MembershipLock memberships = new MembershipLock();

  private Conmon(Path program, OciRuntime runtime, Steps steps) {
    this.program = program;
    this.runtime = runtime;
    this.steps = steps;
  }

  /**
   * Finds conmon.
   *
   * @throws RuntimeFault if it is not installed
   */
  public static Conmon find(OciRuntime runtime, Steps steps) {
    return new Conmon(
        OciRuntime.locate("conmon")
            .orElseThrow(() ->
                new RuntimeFault(RuntimeFault.Kind.FAILED, "conmon not found: install conmon")),
        runtime,
        steps);
  }

  /** The runtime that conmon calls. */
  public OciRuntime runtime() {
    return runtime;
  }

  /**
   * A container whose process waits for {@link #start}.
   *
   * @param bundle holds config.json; conmon's sockets and pid files appear there
   * @param exits the exit code will appear there, in a file named by the id
   * @param log where what the process says is kept, if it is
   */
  public record Job(
      String id,
      Path bundle,
      Path exits,
      Optional<Path> log,
      boolean tty,
      boolean stdin,
      boolean stdinOnce) {}

  /**
   * The processes of a job.
   *
   * @param conmonStart when conmon started, in ticks, so that its id can't be mistaken
   */
  public record Kept(int pid, int conmonPid, long conmonStart) {}

  /** Creates the container. On failure nothing of it is left but the bundle. */
  public Kept create(Job job) {
    List<String> arguments =
        arguments(
            job.id(),
            job.id(),
            job.bundle(),
            job.exits(),
            job.log().map(log -> "k8s-file:" + log).orElse("none"));
    streams(arguments, job.tty(), job.stdin(), job.stdinOnce());
    try (Pipe sync = Pipe.open();
        Pipe start = Pipe.open()) {
      int first =
          launch(
              arguments,
              job.bundle(),
              List.of(sync.writeEnd(), start.readEnd()),
              List.of(SYNC, START));
      steps.next("let conmon create " + job.id());
      sync.writeEnd().close();
      start.readEnd().close();
      try (SyncPipe reports = new SyncPipe(sync.input());
          OutputStream go = start.output();
          Deadline deadline = deadline(first, job.bundle())) {
        anticipateRuntime();
        letGo(go, job.id());
        steps.next("await the process of " + job.id());
        int pid = expectPid(reports.next(), TASK, job.id(), job.bundle(), deadline);
        int conmon = pidFile(job.bundle().resolve("conmon.pid"));
        return new Kept(pid, conmon, Processes.startTime(conmon));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("talk to conmon of " + job.id() + ": " + Disk.reason(e), e);
    }
  }

  /** To be called when conmon is about to run the runtime. */
  void anticipateRuntime() {
    memberships.anticipate();
  }

  /** A conmon that has ended already is told of by the end of its reports. */
  private static void letGo(OutputStream conmon, String id) {
    try {
      conmon.write(GO);
      conmon.flush();
    } catch (IOException e) {
      LOG.debug("conmon of {} does not listen: {}", id, e.getMessage());
    }
  }

  /** Lets the process of a created container run. */
  public void start(String id, int pid) {
    runtime.start(id, pid);
    steps.next("process of " + id + " is started");
  }

  static final String SYNC = "_OCI_SYNCPIPE";
  static final String START = "_OCI_STARTPIPE";
  static final String ATTACH = "_OCI_ATTACHPIPE";

  /** Hears of what is done with a conmon. */
  Steps steps() {
    return steps;
  }

  /** The arguments that every conmon gets. */
  List<String> arguments(String id, String unique, Path directory, Path exits, String log) {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of(program.toString(), "--api-version", "1", "-c", id, "-u", unique));
    arguments.addAll(List.of("-r", runtime.path().toString(), "-b", directory.toString()));
    arguments.addAll(List.of("-p", directory.resolve("pid").toString()));
    arguments.addAll(List.of("-P", directory.resolve("conmon.pid").toString()));
    arguments.addAll(List.of("-n", id, "--exit-dir", exits.toString(), "--full-attach"));
    arguments.addAll(List.of("-l", log, "--log-level", "error", "--no-sync-log"));
    for (String argument : List.of("--root", runtime.root().toString(), "--log", log(directory))) {
      arguments.addAll(List.of("--runtime-arg", argument));
    }
    return arguments;
  }

  private static String log(Path directory) {
    return directory.resolve("runtime.log").toString();
  }

  /** The input of a terminal stays open for the next one who attaches, as it does with Docker. */
  static void streams(List<String> arguments, boolean tty, boolean stdin, boolean stdinOnce) {
    if (tty) {
      arguments.add("-t");
    }
    if (stdin) {
      arguments.add("-i");
    }
    if (stdin && (tty || !stdinOnce)) {
      arguments.add("--leave-stdin-open");
    }
  }

  /**
   * Runs conmon's first process to its end: the second one, which stays, is then on its own.
   *
   * @param directory where conmon notes that memory ran out: in the file {@code oom}
   * @return the first one's id
   */
  static int launch(List<String> arguments, Path directory, List<Fd> passed, List<String> names) {
    List<String> environment = new ArrayList<>(List.of("PATH=/usr/sbin:/usr/bin:/sbin:/bin"));
    for (int i = 0; i < names.size(); i++) {
      environment.add(names.get(i) + "=" + (i + 3));
    }
    int pid = Spawn.start(arguments, environment, directory, passed);
    // Until it is told to go on, conmon only waits; so it can be reaped beside the conversation.
    Thread.ofPlatform().daemon().name("conmon-" + pid).start(() -> Spawn.await(pid));
    return pid;
  }

  /** The time that conmon and the runtime below it have to report; both of conmon's are meant. */
  Deadline deadline(int first, Path directory) {
    return Deadline.set(
        runtime.patience(),
        () -> {
          byte[] second = Disk.readIfPresent(directory.resolve("conmon.pid"));
          return second == null
              ? List.of(first)
              : List.of(first, pidFile(directory.resolve("conmon.pid")));
        });
  }

  /**
   * The process's id out of a report.
   *
   * @param refusal how the error begins
   * @param directory where the runtime's log is
   * @throws RuntimeFault with what the runtime or conmon says instead
   */
  int expectPid(
      SyncPipe.@Nullable Report report,
      String refusal,
      String id,
      Path directory,
      Deadline deadline) {
    if (deadline.passed()) {
      throw new RuntimeFault(
          RuntimeFault.Kind.FAILED,
          refusal + "container %s: %s".formatted(id, deadline.words(runtime.name())));
    }
    if (report == null || report.data() < 0) {
      String said = report == null ? "" : report.message();
      String words = said.isBlank() ? runtimeLog(directory) : said;
      throw refused(refusal, words.isBlank() ? silent(id) : words);
    }
    return report.data();
  }

  private static String runtimeLog(Path directory) {
    byte[] log = Disk.readIfPresent(directory.resolve("runtime.log"));
    return log == null ? "" : new String(log, StandardCharsets.UTF_8);
  }

  /** As when it is killed, or is not there any more. */
  private String silent(String id) {
    return "conmon or %s ended without a word while it made container %s"
        .formatted(runtime.name(), id);
  }

  /** The runtime's last word; a command that can't be run is the caller's mistake. */
  private static RuntimeFault refused(String refusal, String said) {
    String last = said.strip().lines().reduce((_, line) -> line).orElse("");
    String words = OciRuntime.words(last);
    boolean command =
        words.contains("executable file not found")
            || words.contains("no such file or directory")
            || words.contains("permission denied")
            || words.contains("is a directory");
    return new RuntimeFault(
        command ? RuntimeFault.Kind.INVALID : RuntimeFault.Kind.FAILED, refusal + words);
  }

  private static int pidFile(Path file) {
    return Integer.parseInt(new String(Disk.read(file), StandardCharsets.UTF_8).strip());
  }
}
