package dev.pontoon.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pontoon.runtime.container.Containers;
import dev.pontoon.runtime.image.Images;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Containers and images under roots of their own, and what they leave. */
final class RuntimeHost implements AutoCloseable {
  final RuntimeOptions options;
  final Images images;
  Containers containers;
  private final Path directory;

  RuntimeHost(Path directory) {
    // A cgroup of its own, since daemons on this machine may have containers below the usual one.
    this(
        directory,
        new RuntimeOptions(
            directory.resolve("data"),
            directory.resolve("exec"),
            "/pontoon-" + directory.getFileName(),
            "",
            List.of(),
            null,
            RuntimeOptions.PATIENCE));
  }

  RuntimeHost(Path directory, RuntimeOptions options) {
    this.directory = directory;
    this.options = options;
    images = Images.open(options, Steps.NONE);
    containers = Containers.open(options, images, Steps.NONE);
  }

  /** What a daemon's restart does: everything in memory is lost. */
  void reopen() {
    containers.close();
    containers = Containers.open(options, images, Steps.NONE);
  }

  /** Creates, attaches, starts and waits. */
  Run run(ContainerSpec spec) throws Exception {
    String id = containers.create(spec).id();
    Collected output = new Collected();
    containers.attach(id, new AttachOptions(false, true, true), output);
    var exit = containers.await(id, WaitCondition.NEXT_EXIT);
    containers.start(id, NetworkAttachment.FRESH);
    int code = exit.get(20, TimeUnit.SECONDS);
    output.awaitEnd();
    return new Run(id, code, output.out(), output.err());
  }

  /** Creates and starts; answers its id. */
  String start(ContainerSpec spec) {
    String id = containers.create(spec).id();
    containers.start(id, NetworkAttachment.FRESH);
    return id;
  }

  /** Its exit code, once it does not run. */
  int exit(String id) throws Exception {
    return containers.await(id, WaitCondition.NOT_RUNNING).get(20, TimeUnit.SECONDS);
  }

  record Run(String id, int exitCode, String out, String err) {}

  /** The mounts below this host's directory. */
  String mounts() throws IOException {
    return Files.readString(Path.of("/proc/self/mounts"))
        .lines()
        .filter(line -> line.contains(directory.toString()))
        .reduce("", (a, b) -> a + b + "\n");
  }

  /** To be asked of one that is closed. */
  void requireNothingLeft() throws IOException {
    assertThat(mounts()).isEmpty();
    assertThat(options.dataRoot().resolve("containers")).isEmptyDirectory();
    for (String place : List.of("containers", "runtime", "exits")) {
      assertThat(options.execRoot().resolve(place)).isEmptyDirectory();
    }
    assertThat(cgroup("")).doesNotExist();
  }

  /** A container's cgroup for memory. */
  Path cgroup(String id) {
    return Path.of("/sys/fs/cgroup/memory" + options.cgroupParent(), id);
  }

  @Override
  public void close() {
    containers.list().forEach(state -> containers.remove(state.id(), true));
    containers.close();
  }
}
