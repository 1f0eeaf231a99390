package dev.pontoon.runtime.container;

import dev.pontoon.runtime.ContainerSpec;
import dev.pontoon.runtime.ContainerState;
import dev.pontoon.runtime.ContainerState.Status;
import dev.pontoon.runtime.ImageConfig;
import dev.pontoon.runtime.MountSpec;
import dev.pontoon.runtime.Resources;
import dev.pontoon.runtime.conmon.Conmon;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a container on the disk.
 *
 * @param pidStart when the process started, in ticks: with the pid it names one process for ever
 * @param before of one that is about to run, what it was: true again if the daemon ends before it
 *     has started; null in others
 * @param layers the image's diff ids, lowest first; empty on a directory
 */
record ContainerRecord(
    String id,
    ContainerSpec spec,
    Instant created,
    Status status,
    int pid,
    long pidStart,
    int conmonPid,
    long conmonStart,
    int exitCode,
    String error,
    boolean oomKilled,
    @Nullable Instant started,
    @Nullable Instant finished,
    String imageId,
    List<String> layers,
    List<String> args,
    ImageConfig config,
    String hostname,
    @Nullable ContainerRecord before) {

  /** The ids of the images that it needs: that which it was made from, and those mounted in it. */
  Stream<String> images() {
    return Stream.concat(
            Stream.of(imageId).filter(image -> !image.isEmpty()),
            spec.mounts().stream()
                .filter(mount -> mount.kind() == MountSpec.Kind.IMAGE)
                .map(MountSpec::source))
        .distinct();
  }

  static ContainerRecord created(
      String id,
      ContainerSpec spec,
      Instant now,
      String imageId,
      List<String> layers,
      List<String> args,
      ImageConfig config,
      String hostname) {
    return new ContainerRecord(
        id,
        spec,
        now,
        Status.CREATED,
        0,
        0,
        0,
        0,
        0,
        "",
        false,
        null,
        null,
        imageId,
        layers,
        args,
        config,
        hostname,
        null);
  }

  ContainerRecord running(Conmon.Kept kept, long processStart, Instant now) {
    return new ContainerRecord(
        id,
        spec,
        created,
        Status.RUNNING,
        kept.pid(),
        processStart,
        kept.conmonPid(),
        kept.conmonStart(),
        0,
        "",
        false,
        now,
        null,
        imageId,
        layers,
        args,
        config,
        hostname,
        this);
  }

  ContainerRecord ended(Status how, int code, String reason, boolean oom, Instant now) {
    return new ContainerRecord(
        id, spec, created, how, 0, 0, 0, 0, code, reason, oom, started, now, imageId, layers, args,
        config, hostname, null);
  }

  ContainerRecord renamed(String name) {
    return with(spec.withName(name), status);
  }

  ContainerRecord with(Status now) {
    return with(spec, now);
  }

  ContainerRecord with(Resources limits) {
    return with(spec.withResources(limits), status);
  }

  private ContainerRecord with(ContainerSpec another, Status now) {
    return new ContainerRecord(
        id,
        another,
        created,
        now,
        pid,
        pidStart,
        conmonPid,
        conmonStart,
        exitCode,
        error,
        oomKilled,
        started,
        finished,
        imageId,
        layers,
        args,
        config,
        hostname,
        before);
  }

  boolean running() {
    return status == Status.RUNNING || status == Status.PAUSED;
  }

  boolean paused() {
    return status == Status.PAUSED;
  }

  ContainerState state(Path directory) {
    return new ContainerState(
        id,
        spec,
        created,
        status,
        pid,
        exitCode,
        error,
        oomKilled,
        started,
        finished,
        imageId,
        args.getFirst(),
        args.subList(1, args.size()),
        config,
        hostname,
        directory.resolve("container.log"),
        directory);
  }
}
