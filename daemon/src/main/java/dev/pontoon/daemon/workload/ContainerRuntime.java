package dev.pontoon.daemon.workload;

import dev.pontoon.runtime.AttachOptions;
import dev.pontoon.runtime.ContainerListener;
import dev.pontoon.runtime.ContainerSpec;
import dev.pontoon.runtime.ContainerState;
import dev.pontoon.runtime.ContainerUsage;
import dev.pontoon.runtime.ExecSpec;
import dev.pontoon.runtime.LogOptions;
import dev.pontoon.runtime.LogSink;
import dev.pontoon.runtime.NetworkAttachment;
import dev.pontoon.runtime.NetworkFiles;
import dev.pontoon.runtime.OutputSink;
import dev.pontoon.runtime.Resources;
import dev.pontoon.runtime.WaitCondition;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What the daemon needs of the container runtime. A reference is an id, the unique start of one, or
 * a name. Errors are {@link dev.pontoon.runtime.RuntimeFault}s.
 */
public interface ContainerRuntime extends AutoCloseable {
  /** Hears of ends and removals, those during an absence of the daemon included. */
  void listen(ContainerListener listener);

  /** Records a container; nothing runs yet. */
  ContainerState create(ContainerSpec spec);

  /** Runs the container's process. */
  ContainerState start(String reference, NetworkAttachment network);

  /**
   * Ends the process by a signal, later by SIGKILL.
   *
   * @param signal empty for the container's own
   * @param timeout null for the container's own patience
   */
  void stop(String reference, String signal, @Nullable Duration timeout);

  /** Stops a container that is started next: one that goes at its end stays until then. */
  void halt(String reference, String signal, @Nullable Duration timeout);

  /** Takes all processor time from the container's processes. */
  void pause(String reference);

  /** Lets paused processes go on. */
  void resume(String reference);

  /** Changes the limits. */
  void update(String reference, Resources limits);

  /** The ids, on the host, of all processes of a container. */
  List<Integer> processes(String reference);

  /** What a container uses; nothing if it does not run. */
  Optional<ContainerUsage> usage(String reference);

  /** Notes why a container could not be started, if that was before its process was made. */
  void failed(String reference, String reason);

  /** Sends a signal, and tells its number before anybody hears of the end by it. */
  int kill(String reference, String signal, IntConsumer sent);

  /** Removes the container; a running one only by force. */
  void remove(String reference, boolean force);

  /** Gives the container another name. */
  void rename(String reference, String name);

  /** The exit code, once the condition is met. */
  CompletableFuture<Integer> await(String reference, WaitCondition condition);

  /** Sets the size of the container's terminal. */
  void resize(String reference, int rows, int columns);

  /** Connects to the standard streams, of a container yet to be started too. */
  Stdin attach(String reference, AttachOptions options, OutputSink sink);

  /** Starts a further process in a running container. */
  Exec exec(String reference, ExecSpec spec, OutputSink sink);

  /** Opens the log for reading. */
  Log logs(String reference, LogOptions options, LogSink sink);

  /** The container as it is. */
  ContainerState inspect(String reference);

  /** All containers, the newest first. */
  List<ContainerState> list();

  /** Rewrites the files that name the network, while the container runs. */
  void updateFiles(String reference, NetworkFiles files);

  /** The program that runs containers: {@code runc}. */
  String program();

  /** Where that program is. */
  String programPath();

  /** That program's version. */
  String programVersion();

  /** The name of the program that {@code --init} puts first; empty if there is none. */
  String initProgram();

  /** Lets go; containers run on. */
  @Override
  void close();

  /** A process's standard input, and the connection to its output. */
  interface Stdin extends AutoCloseable {
    /** Passes bytes on. */
    void write(ByteBuffer bytes) throws IOException;

    /** Ends the input. */
    void closeStdin() throws IOException;

    /** Lets go of input and output; the process runs on. */
    @Override
    void close();
  }

  /** A further process of a container. */
  interface Exec extends Stdin {
    /** The process's id on the host. */
    int pid();

    /** Sets the size of the process's terminal. */
    void resize(int rows, int columns);

    /** Ends it by SIGKILL. */
    void kill();

    /** The exit code, once there is one. */
    CompletableFuture<Integer> exit();
  }

  /** An open log. */
  interface Log extends AutoCloseable {
    /** Reads to the end; following, until the container ends or the log is closed. */
    void run() throws IOException;

    @Override
    void close();
  }
}
