package dev.pontoon.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.pontoon.runtime.ContainerState.Status;
import dev.pontoon.runtime.container.Attachment;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** How processes in containers end, and what follows. */
class EndsTest extends BusyboxContainers {
  @Test
  void endsBySignalsAndTimeouts() throws Exception {
    String patient = host.start(spec("sleep", "100").build()); // process 1 ignores SIGTERM
    host.containers.kill(patient, "SIGKILL");
    assertThat(host.exit(patient)).isEqualTo(137);

    String ignoring = startReady("trap '' TERM; echo ready; exec sleep 100");
    host.containers.stop(ignoring, Duration.ofMillis(50));
    assertThat(host.containers.inspect(ignoring).exitCode()).isEqualTo(137);

    String id = startReady("trap 'exit 9' TERM; echo ready; while :; do sleep 0.05; done");
    host.containers.stop(id, null);
    assertThat(host.containers.inspect(id).exitCode()).isEqualTo(9);
    assertThatThrownBy(() -> host.containers.stop(id, null))
        .isInstanceOfSatisfying(
            RuntimeFault.class,
            fault -> assertThat(fault.kind()).isEqualTo(RuntimeFault.Kind.NOT_MODIFIED));
  }

  @Test
  void endsWhatAProcessLeavesInTheHostsPidNamespace() throws Exception {
    Isolation sharing =
        new Isolation(
            false, false, List.of(), List.of(), Map.of(), List.of(), List.of(), "host", "",
            List.of());
    RuntimeHost.Run run =
        host.run(spec("sh", "-c", "sleep 100 >&- 2>&- & echo $!").isolation(sharing).build());

    long left = Long.parseLong(run.out().strip());
    await().until(() -> ProcessHandle.of(left).isEmpty());
    await().until(() -> !Files.exists(host.cgroup(run.id())));
  }

  @Test
  void tellsOfASignalBeforeTheEndByIt() throws Exception {
    String id = host.start(spec("sleep", "100").build());
    Path reported = host.options.execRoot().resolve("exits/" + id);
    List<String> told = new ArrayList<>();

    host.containers.kill(
        id,
        "KILL",
        number -> {
          await().until(() -> Files.exists(reported));
          told.add(number + " " + host.containers.inspect(id).status());
        });

    assertThat(host.exit(id)).isEqualTo(137);
    assertThat(told).containsExactly("9 RUNNING");
    assertThatThrownBy(() -> host.containers.kill(id, "KILL", number -> told.add("again")))
        .hasMessageContaining("is not running");
    assertThat(told).hasSize(1);
  }

  @Test
  void removesWhatShallNotStay() throws Exception {
    List<String> events = new ArrayList<>();
    host.containers.listen(
        new ContainerListener() {
          @Override
          public void exited(ContainerState state) {
            events.add("exited " + state.exitCode());
          }

          @Override
          public void removed(ContainerState state) {
            events.add("removed");
          }
        });
    String id = host.containers.create(spec("false").autoRemove(true).build()).id();
    CompletableFuture<Integer> removed = host.containers.await(id, WaitCondition.REMOVED);
    host.containers.start(id, NetworkAttachment.FRESH);

    assertThat(removed.get(20, TimeUnit.SECONDS)).isEqualTo(1);
    assertThat(events).containsExactly("exited 1", "removed");
    assertThat(host.containers.list()).isEmpty();
  }

  @Test
  void findsItsContainersAgain() throws Exception {
    String running = host.start(spec("sh", "-c", "sleep 100; exit 1").build());
    String ending = host.start(spec("sh", "-c", "read x; exit 7").stdin(true, false).build());
    Attachment attachment =
        host.containers.attach(ending, new AttachOptions(true, false, false), new Collected());
    attachment.write(bytes("\n"));
    await().until(() -> !host.containers.inspect(ending).running());
    String later = host.start(spec("sleep", "100").build());
    int pid = host.containers.inspect(running).pid();
    host.reopen();

    assertThat(host.containers.inspect(running).pid()).isEqualTo(pid);
    assertThat(host.containers.inspect(ending).exitCode()).isEqualTo(7);
    host.containers.kill(later, "KILL");
    assertThat(host.exit(later)).isEqualTo(137);
  }

  @Test
  void endsAProcessWhoseKeeperWasKilled() throws Exception {
    String id = host.start(spec("sleep", "100").build());
    var exit = host.containers.await(id, WaitCondition.NEXT_EXIT);
    ProcessHandle process = ProcessHandle.of(host.containers.inspect(id).pid()).orElseThrow();

    conmon(id).destroyForcibly();

    assertThat(exit.get(20, TimeUnit.SECONDS)).isEqualTo(137);
    await().until(() -> !process.isAlive());
    ContainerState state = host.containers.inspect(id);
    assertThat(state.status()).isEqualTo(Status.EXITED);
    assertThat(state.error()).contains("conmon was killed");
    assertThat(host.mounts()).isEmpty();
    host.containers.start(id, NetworkAttachment.FRESH);
    assertThat(host.containers.inspect(id).running()).isTrue();
  }

  @Test
  void endsAProcessThatWasAbandonedMeanwhile() throws Exception {
    String kept = host.start(spec("sleep", "100").build());
    String lost = host.start(spec("sleep", "100").build());
    List<ProcessHandle> conmons = List.of(conmon(kept), conmon(lost));
    ProcessHandle process = ProcessHandle.of(host.containers.inspect(lost).pid()).orElseThrow();
    host.containers.close();
    conmons.forEach(ProcessHandle::destroyForcibly);
    await().until(() -> conmons.stream().noneMatch(ProcessHandle::isAlive));
    process.destroyForcibly();
    await().until(() -> !process.isAlive());
    host.reopen();

    assertThat(host.containers.inspect(kept).status()).isEqualTo(Status.EXITED);
    assertThat(host.containers.inspect(kept).exitCode()).isEqualTo(137);
    assertThat(host.containers.inspect(lost).status()).isEqualTo(Status.DEAD);
    assertThat(host.containers.inspect(lost).exitCode()).isEqualTo(255);
    assertThat(host.containers.inspect(lost).error()).isNotEmpty();
    assertThat(host.mounts()).isEmpty();
  }

  @Test
  void finishesTheRemovalOfAPausedOne() throws Exception {
    String id = host.start(spec("sleep", "100").build());
    host.containers.controls().pause(id);
    Files.createFile(host.containers.inspect(id).directory().resolve("leaving"));
    host.reopen();

    await().until(() -> host.containers.list().isEmpty());
  }

  @Test
  void removesEmptyCgroupsOfItsOwnContainersAtTheStart() throws Exception {
    String id = host.containers.create(spec("true").build()).id();
    Path own = host.cgroup(id);
    Path anothers = host.cgroup("another");
    Files.createDirectories(own.resolve("child"));
    Files.createDirectories(anothers);
    host.reopen();

    assertThat(own).doesNotExist();
    assertThat(anothers).exists();
    Files.delete(anothers);
  }

  @Test
  void leavesTheCgroupThatItSharesToOthers() {
    Path another = directory.resolve("another");
    RuntimeOptions options =
        new RuntimeOptions(
            another.resolve("data"),
            another.resolve("exec"),
            host.options.cgroupParent(),
            "",
            List.of(),
            null,
            RuntimeOptions.PATIENCE);
    new RuntimeHost(another, options).close();

    assertThat(host.cgroup("")).isDirectory(); // ours may be about to make one in it
  }

  private ProcessHandle conmon(String id) throws IOException {
    Path pid = host.options.execRoot().resolve("containers/" + id + "/conmon.pid");
    return ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())).orElseThrow();
  }

  /** Until its script runs a signal meets runc's own program, which takes it in its own way. */
  private String startReady(String script) {
    Collected output = new Collected();
    String id = host.containers.create(spec("sh", "-c", script).build()).id();
    host.containers.attach(id, new AttachOptions(false, true, false), output);
    host.containers.start(id, NetworkAttachment.FRESH);
    await().until(() -> output.out().contains("ready"));
    return id;
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }
}
