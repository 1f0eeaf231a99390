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
import dev.pontoon.runtime.container.Attachment;
import dev.pontoon.runtime.container.Containers;
import dev.pontoon.runtime.container.ExecSession;
import dev.pontoon.runtime.container.LogStream;
import dev.pontoon.runtime.oci.SpecGenerator;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** The containers of runc under conmon. */
public record RuncContainers(Containers containers) implements ContainerRuntime {
  @Override
  public void listen(ContainerListener listener) {
    containers.listen(listener);
  }

  @Override
  public ContainerState create(ContainerSpec spec) {
    return containers.create(spec);
  }

  @Override
  public ContainerState start(String reference, NetworkAttachment network) {
    return containers.start(reference, network);
  }

  @Override
  public void stop(String reference, String signal, @Nullable Duration timeout) {
    containers.stop(reference, signal, timeout);
  }

  @Override
  public void halt(String reference, String signal, @Nullable Duration timeout) {
    containers.halt(reference, signal, timeout);
  }

  @Override
  public void pause(String reference) {
    containers.controls().pause(reference);
  }

  @Override
  public void resume(String reference) {
    containers.controls().resume(reference);
  }

  @Override
  public void update(String reference, Resources limits) {
    containers.controls().update(reference, limits);
  }

  @Override
  public List<Integer> processes(String reference) {
    return containers.controls().processes(reference);
  }

  @Override
  public Optional<ContainerUsage> usage(String reference) {
    return containers.controls().usage(reference);
  }

  @Override
  public void failed(String reference, String reason) {
    containers.failed(reference, reason);
  }

  @Override
  public int kill(String reference, String signal, IntConsumer sent) {
    return containers.kill(reference, signal, sent);
  }

  @Override
  public void remove(String reference, boolean force) {
    containers.remove(reference, force);
  }

  @Override
  public void rename(String reference, String name) {
    containers.rename(reference, name);
  }

  @Override
  public CompletableFuture<Integer> await(String reference, WaitCondition condition) {
    return containers.await(reference, condition);
  }

  @Override
  public void resize(String reference, int rows, int columns) {
    containers.resize(reference, rows, columns);
  }

  @Override
  public Stdin attach(String reference, AttachOptions options, OutputSink sink) {
    return new AttachedStdin(containers.attach(reference, options, sink));
  }

  @Override
  public Exec exec(String reference, ExecSpec spec, OutputSink sink) {
    return new RunningExec(containers.exec(reference, spec, sink));
  }

  @Override
  public Log logs(String reference, LogOptions options, LogSink sink) {
    return new OpenLog(containers.logs(reference, options, sink));
  }

  @Override
  public ContainerState inspect(String reference) {
    return containers.inspect(reference);
  }

  @Override
  public List<ContainerState> list() {
    return containers.list();
  }

  @Override
  public void updateFiles(String reference, NetworkFiles files) {
    containers.updateFiles(reference, files);
  }

  @Override
  public String program() {
    return containers.runtime().name();
  }

  @Override
  public String programPath() {
    return containers.runtime().path().toString();
  }

  @Override
  public String programVersion() {
    return containers.runtime().version();
  }

  @Override
  public String initProgram() {
    return SpecGenerator.initProgram();
  }

  @Override
  public void close() {
    containers.close();
  }

  private record AttachedStdin(Attachment attachment) implements Stdin {
    @Override
    public void write(ByteBuffer bytes) throws IOException {
      attachment.write(bytes);
    }

    @Override
    public void closeStdin() throws IOException {
      attachment.closeStdin();
    }

    @Override
    public void close() {
      attachment.close();
    }
  }

  private record RunningExec(ExecSession session) implements Exec {
    @Override
    public int pid() {
      return session.pid();
    }

    @Override
    public void resize(int rows, int columns) {
      session.resize(rows, columns);
    }

    @Override
    public void kill() {
      session.kill();
    }

    @Override
    public CompletableFuture<Integer> exit() {
      return session.exit();
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
      session.write(bytes);
    }

    @Override
    public void closeStdin() throws IOException {
      session.closeStdin();
    }

    @Override
    public void close() {
      session.close();
    }
  }

  private record OpenLog(LogStream stream) implements Log {
    @Override
    public void run() throws IOException {
      stream.run();
    }

    @Override
    public void close() {
      stream.close();
    }
  }
}
