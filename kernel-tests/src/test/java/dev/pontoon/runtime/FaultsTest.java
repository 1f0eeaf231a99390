package dev.pontoon.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.pontoon.runtime.ContainerState.Status;
import dev.pontoon.runtime.container.Containers;
import dev.pontoon.runtime.image.Images;
import java.io.IOException;
import java.io.Serial;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A failure, and a crash, before every step of a container's life. */
class FaultsTest {
  @TempDir Path directory;
  private RuntimeOptions options;
  private Images images;
  private Path root;

  /** Not an exception: nothing unwinds, as when the daemon is killed. */
  private static final class Crash extends Error {
    @Serial private static final long serialVersionUID = 1L;
  }

  @BeforeEach
  void open() throws Exception {
    root = BusyboxRoot.make(Files.createDirectory(directory.resolve("busybox")));
    options = RuntimeOptions.at(directory.resolve("data"), directory.resolve("exec"));
    images = Images.open(options, Steps.NONE);
  }

  @AfterEach
  void nothingIsLeft() throws IOException {
    for (String kind : List.of("containers", "runtime", "exits", "scratch")) {
      assertThat(options.execRoot().resolve(kind)).isEmptyDirectory();
    }
    assertThat(options.dataRoot().resolve("containers")).isEmptyDirectory();
    assertThat(Files.readString(Path.of("/proc/self/mounts"))).doesNotContain(directory + "/");
  }

  private ContainerSpec spec() {
    return ContainerSpec.named("c").rootfs(root.toString()).command("sleep", "100").build();
  }

  private void createAndStart(Containers containers) {
    containers.start(containers.create(spec()).id(), NetworkAttachment.FRESH);
  }

  private int steps() {
    List<String> seen = new ArrayList<>();
    try (Containers containers = Containers.open(options, images, seen::add)) {
      createAndStart(containers);
      int count = seen.size();
      containers.remove("c", true);
      return count;
    }
  }

  @Test
  void unwindsWhatFailed() {
    int steps = steps();
    for (int failing = 1; failing <= steps; failing++) {
      int chosen = failing;
      AtomicInteger count = new AtomicInteger();
      Steps failure =
          step -> {
            if (count.incrementAndGet() == chosen) {
              throw new RuntimeFault(RuntimeFault.Kind.FAILED, "no " + step);
            }
          };
      try (Containers containers = Containers.open(options, images, failure)) {
        assertThatThrownBy(() -> createAndStart(containers))
            .hasMessageStartingWith("no ")
            .hasNoSuppressedExceptions();
        for (ContainerState state : containers.list()) {
          assertThat(state.status()).isEqualTo(Status.CREATED);
          assertThat(options.execRoot().resolve("containers")).isEmptyDirectory();
          containers.start("c", NetworkAttachment.FRESH);
          containers.remove("c", true);
        }
      }
    }
  }

  @Test
  void aTornRecordHarmsNoOtherContainer() throws Exception {
    String torn;
    try (Containers containers = Containers.open(options, images, Steps.NONE)) {
      torn = containers.create(spec()).id();
      containers.create(
          ContainerSpec.named("other").rootfs(root.toString()).command("sleep", "100").build());
    }
    Path record = options.dataRoot().resolve("containers").resolve(torn).resolve("container.json");
    byte[] whole = Files.readAllBytes(record);
    for (int length : new int[] {0, whole.length / 2}) {
      Files.write(record, java.util.Arrays.copyOf(whole, length));
      try (Containers containers = Containers.open(options, images, Steps.NONE)) {
        assertThat(containers.list())
            .extracting(state -> state.spec().name())
            .containsExactly("other");
      }
    }
    Files.write(record, whole);
    try (Containers containers = Containers.open(options, images, Steps.NONE)) {
      containers.remove("c", false);
      containers.remove("other", false);
    }
  }

  @Test
  void aTornRecordOfOneThatWasToGoGoes() throws Exception {
    ContainerSpec passing =
        ContainerSpec.named("p").rootfs(root.toString()).command("true").autoRemove(true).build();
    Path directory;
    try (Containers containers = Containers.open(options, images, Steps.NONE)) {
      directory = containers.create(passing).directory();
    }
    Files.write(directory.resolve("container.json"), new byte[0]);
    try (Containers containers = Containers.open(options, images, Steps.NONE)) {
      assertThat(containers.list()).isEmpty();
      assertThat(directory).doesNotExist();
    }
  }

  @Test
  void findsItsWayBackAfterACrash() throws Exception {
    int steps = steps();
    for (int last = 1; last <= steps; last++) {
      int chosen = last;
      AtomicInteger count = new AtomicInteger();
      Steps crash =
          _ -> {
            if (count.incrementAndGet() == chosen) {
              throw new Crash();
            }
          };
      try (Containers containers = Containers.open(options, images, crash)) {
        assertThatThrownBy(() -> createAndStart(containers)).isInstanceOf(Crash.class);
      }
      try (Containers containers = Containers.open(options, images, Steps.NONE)) {
        for (ContainerState state : containers.list()) {
          assertThat(state.status()).isIn(Status.CREATED, Status.RUNNING);
          var exit = containers.await("c", WaitCondition.NEXT_EXIT);
          if (!state.running()) {
            containers.start("c", NetworkAttachment.FRESH);
          }
          containers.kill("c", "KILL");
          assertThat(exit.get(20, TimeUnit.SECONDS)).isEqualTo(137);
          containers.remove("c", false);
        }
      }
    }
  }

  @Test
  void theConmonOfAStartThatWasNotFinishedTellsOfNoEnd() throws Exception {
    Steps crash =
        step -> {
          if (step.startsWith("start process of ")) {
            throw new Crash();
          }
        };
    String id;
    try (Containers containers = Containers.open(options, images, crash)) {
      assertThatThrownBy(() -> createAndStart(containers)).isInstanceOf(Crash.class);
      id = containers.inspect("c").id();
    }
    Path pid = options.execRoot().resolve("containers/" + id + "/conmon.pid");
    long conmon = Long.parseLong(Files.readString(pid).strip());
    // Held, it would write only later.
    new ProcessBuilder("kill", "-STOP", String.valueOf(conmon)).start().waitFor();

    try (Containers containers = Containers.open(options, images, Steps.NONE)) {
      await().until(() -> ProcessHandle.of(conmon).isEmpty());
      assertThat(containers.inspect("c").status()).isEqualTo(Status.CREATED);
      containers.remove("c", false);
    }
  }
}
