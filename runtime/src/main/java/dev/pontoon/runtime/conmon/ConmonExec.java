package dev.pontoon.runtime.conmon;

import dev.pontoon.linux.sys.Fd;
import dev.pontoon.linux.sys.Pipe;
import dev.pontoon.linux.sys.Processes;
import dev.pontoon.runtime.AttachOptions;
import dev.pontoon.runtime.OutputSink;
import dev.pontoon.runtime.RuntimeFault;
import dev.pontoon.runtime.Steps;
import dev.pontoon.runtime.files.Deadline;
import dev.pontoon.runtime.files.Disk;
import dev.pontoon.runtime.files.Json;
import dev.pontoon.runtime.oci.RuntimeSpec;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A further process in a container, kept by a conmon of its own: it reports on the attach pipe that
 * its socket is there, on the sync pipe the process's id and at last its exit code.
 */
public final class ConmonExec {
  private static final int SIGKILL = 9;
  private static final int UNKNOWN = 255;

  private final int pid;
  private final Path directory;
  private final AttachSocket socket;
  private final CompletableFuture<Integer> exit;

  private ConmonExec(
      int pid, Path directory, AttachSocket socket, CompletableFuture<Integer> exit) {
    this.pid = pid;
    this.directory = directory;
    this.socket = socket;
    this.exit = exit;
  }

  /**
   * Starts a process.
   *
   * @param directory new and empty; removed when the process ended
   * @throws RuntimeFault if the command can't be run
   */
  public static ConmonExec start(
      Conmon conmon,
      String container,
      RuntimeSpec.Program process,
      boolean stdin,
      Path directory,
      OutputSink sink) {
    Path specification = directory.resolve("process.json");
    Disk.overwrite(specification, Json.write(process));
    List<String> arguments =
        conmon.arguments(
            container, String.valueOf(directory.getFileName()), directory, directory, "none");
    arguments.addAll(List.of("--exec", "--exec-attach"));
    arguments.addAll(List.of("--exec-process-spec", specification.toString()));
    Conmon.streams(arguments, process.terminal(), stdin, true);
    conmon.steps().next("run conmon to exec in " + container);
    try {
      return converse(conmon, container, arguments, directory, stdin, sink);
    } catch (IOException e) {
      throw new UncheckedIOException("talk to conmon of " + container + ": " + Disk.reason(e), e);
    }
  }

  private static ConmonExec converse(
      Conmon conmon,
      String container,
      List<String> arguments,
      Path directory,
      boolean stdin,
      OutputSink sink)
      throws IOException {
    Steps steps = conmon.steps();
    try (Pipe sync = Pipe.open();
        Pipe start = Pipe.open();
        Pipe attach = Pipe.open()) {
      List<Fd> passed = List.of(sync.writeEnd(), start.readEnd(), attach.writeEnd());
      int first =
          Conmon.launch(
              arguments, directory, passed, List.of(Conmon.SYNC, Conmon.START, Conmon.ATTACH));
      passed.forEach(Fd::close);
      steps.next("let conmon open its socket");
      SyncPipe reports = new SyncPipe(sync.input());
      try (SyncPipe ready = new SyncPipe(attach.input());
          OutputStream go = start.output();
          Deadline deadline = conmon.deadline(first, directory)) {
        go.write(0);
        go.flush();
        SyncPipe.Report listening = ready.next();
        if (listening == null || listening.data() < 0) {
          throw new IOException("conmon opened no attach socket");
        }
        AttachSocket socket =
            AttachSocket.connect(directory, new AttachOptions(stdin, true, true), sink);
        try {
          steps.next("let conmon exec");
          conmon.anticipateRuntime();
          go.write(0); // the process may run now: somebody listens
          go.flush();
          steps.next("await the exec");
          int pid = conmon.expectPid(reports.next(), Conmon.EXEC, container, directory, deadline);
          return new ConmonExec(
              pid,
              directory,
              socket,
              exit(steps, reports, directory, pid, Processes.startTime(pid)));
        } catch (IOException | RuntimeException e) {
          socket.close();
          throw e;
        }
      } catch (IOException | RuntimeException e) {
        reports.close();
        throw e;
      }
    }
  }

  private static CompletableFuture<Integer> exit(
      Steps steps, SyncPipe reports, Path directory, int pid, long start) {
    CompletableFuture<Integer> exit = new CompletableFuture<>();
    Thread.ofVirtual()
        .name("exec-" + directory.getFileName())
        .start(() -> {
          try (reports) {
            SyncPipe.Report report = reports.next();
            steps.next("remove directory of exec");
            Disk.remove(directory);
            exit.complete(report == null ? abandoned(pid, start) : report.data());
          } catch (IOException | RuntimeException e) {
            exit.completeExceptionally(e);
          }
        });
    return exit;
  }

  /** Its conmon was killed: nobody reads what the process says, so it is ended. */
  private static int abandoned(int pid, long start) {
    return start != 0 && Processes.signal(pid, start, SIGKILL) ? 128 + SIGKILL : UNKNOWN;
  }

  /** The process's id on the host. */
  public int pid() {
    return pid;
  }

  /** The connection to the process's standard streams. */
  public AttachSocket socket() {
    return socket;
  }

  /** The exit code, once it ended. */
  public CompletableFuture<Integer> exit() {
    return exit;
  }

  /** Sets the size of its terminal. */
  public void resize(int rows, int columns) {
    Terminal.resize(directory, rows, columns);
  }
}
