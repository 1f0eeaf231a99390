package dev.pontoon.runtime.container;

import dev.pontoon.linux.sys.Processes;
import dev.pontoon.runtime.ContainerSpec;
import dev.pontoon.runtime.MountSpec;
import dev.pontoon.runtime.NetworkAttachment;
import dev.pontoon.runtime.NetworkFiles;
import dev.pontoon.runtime.RuntimeFault;
import dev.pontoon.runtime.Steps;
import dev.pontoon.runtime.conmon.Conmon;
import dev.pontoon.runtime.files.Disk;
import dev.pontoon.runtime.files.Json;
import dev.pontoon.runtime.image.Images;
import dev.pontoon.runtime.oci.CapabilitySet;
import dev.pontoon.runtime.oci.RuntimeSpec;
import dev.pontoon.runtime.oci.SeccompProfile;
import dev.pontoon.runtime.oci.Shared;
import dev.pontoon.runtime.oci.SpecGenerator;
import dev.pontoon.runtime.oci.Users;
import dev.pontoon.runtime.overlay.RootFilesystem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts a container's process; a failing step unwinds what the ones before it did. */
final class Launcher {
  private static final Logger LOG = LoggerFactory.getLogger(Launcher.class);
  private static final int CONMON_END_SECONDS = 10;

  private final Places places;
  private final Records records;
  private final Images images;
  private final VolumeMounts volumes;
  private final Conmon conmon;
  private final Cleaner cleaner;
  private final Sharing sharing;
  private final String cgroupParent;
  private final Optional<SeccompProfile> seccomp = SeccompProfile.shipped();
  private final Steps steps;
  private final Clock clock;

  Launcher(
      Places places,
      Records records,
      Images images,
      VolumeMounts volumes,
      Conmon conmon,
      Cleaner cleaner,
      Sharing sharing,
      String cgroupParent,
      Steps steps,
      Clock clock) {
    this.places = places;
    this.records = records;
    this.images = images;
    this.volumes = volumes;
    this.conmon = conmon;
    this.cleaner = cleaner;
    this.sharing = sharing;
    this.cgroupParent = cgroupParent;
    this.steps = steps;
    this.clock = clock;
    if (seccomp.isEmpty()) {
      LOG.warn(
          "no seccomp profile at {}: containers run without a filter of system calls",
          SeccompProfile.SHIPPED);
    }
  }

  /** Called with the entry's lock held. */
  void start(Entry entry, NetworkAttachment network) {
    ContainerRecord before = entry.record();
    String id = before.id();
    cleaner.clear(id);
    try {
      prepare(before, network);
      steps.next("create process of " + id);
      Conmon.Kept kept = conmon.create(job(before));
      try {
        ContainerRecord running =
            before.running(kept, Processes.startTime(kept.pid()), clock.instant());
        records.save(running);
        entry.set(running);
        entry.takePending().forEach(attachment -> attachment.connect(places.bundle(id)));
        steps.next("start process of " + id);
        conmon.start(id, kept.pid());
      } catch (RuntimeException e) {
        conmon.runtime().delete(id);
        awaitEnd(kept.conmonPid());
        throw e;
      }
    } catch (RuntimeException e) {
      unwind(entry, before, e);
      throw e;
    }
  }

  private void unwind(Entry entry, ContainerRecord before, RuntimeException failure) {
    try {
      cleaner.unmake(before.id());
      ContainerRecord failed =
          before.ended(
              before.status(),
              exitCode(failure),
              String.valueOf(failure.getMessage()),
              false,
              clock.instant());
      records.save(failed);
      entry.set(failed);
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
    entry.takePending().forEach(Attachment::abandon);
  }

  /** 127 and 126 as a shell says it of a command that is not there or can't be run. */
  private static int exitCode(RuntimeException failure) {
    if (!(failure instanceof RuntimeFault fault) || fault.kind() != RuntimeFault.Kind.INVALID) {
      return 128;
    }
    String message = String.valueOf(fault.getMessage());
    return message.contains("permission denied") || message.contains("is a directory") ? 126 : 127;
  }

  private void prepare(ContainerRecord record, NetworkAttachment network) {
    String id = record.id();
    steps.next("make bundle of " + id);
    Path bundle = Disk.directory(places.bundle(id));
    writeFiles(places.container(id), network.files());
    record.spec().mounts().forEach(Launcher::makeSource);
    Shared shared = sharing.of(record);
    steps.next("mount root file system of " + id);
    RootFilesystem rootfs = places.rootfs(id);
    rootfs.mount(lowers(record));
    if (record.started() == null) {
      volumes.fill(record.spec(), rootfs.merged());
    }
    RuntimeSpec.User user =
        Users.of(rootfs.merged())
            .find(record.config().user(), record.spec().isolation().groupAdd());
    RuntimeSpec spec =
        SpecGenerator.generate(
            new SpecGenerator.Input(
                id,
                volumes.resolve(record.spec()),
                record.args(),
                record.config(),
                hostname(record, network),
                user,
                rootfs.merged(),
                places.container(id),
                network,
                shared,
                cgroupParent,
                seccomp,
                CapabilitySet.held(),
                System.getProperty("os.arch", "")));
    steps.next("write bundle of " + id);
    Disk.overwrite(bundle.resolve("config.json"), Json.write(spec));
  }

  /** In another container's network it has that one's name, which the files tell. */
  private static String hostname(ContainerRecord record, NetworkAttachment network) {
    String told = network.files().hostname().strip();
    return told.isEmpty() ? record.hostname() : told;
  }

  private List<Path> lowers(ContainerRecord record) {
    if (!record.spec().rootfs().isEmpty()) {
      return List.of(Path.of(record.spec().rootfs()));
    }
    return images.lowers(record.layers());
  }

  void writeFiles(Path directory, NetworkFiles files) {
    writeFile(directory.resolve("hosts"), files.hosts());
    writeFile(directory.resolve("resolv.conf"), files.resolvConf());
    writeFile(directory.resolve("hostname"), files.hostname());
  }

  /** Written in place: the file is bind-mounted into the container, so it may not be replaced. */
  private void writeFile(Path file, String contents) {
    byte[] bytes = contents.getBytes(StandardCharsets.UTF_8);
    if (!contents.isEmpty() && !Arrays.equals(bytes, Disk.readIfPresent(file))) {
      steps.next("write " + file.getFileName());
      Disk.overwrite(file, bytes);
    }
  }

  /** Docker makes the directory that a bind names if there is none. */
  private static void makeSource(MountSpec mount) {
    if (mount.kind() == MountSpec.Kind.BIND) {
      try {
        Path source = Path.of(mount.source());
        if (!Files.exists(source)) {
          Files.createDirectories(source);
        }
      } catch (IOException e) {
        throw new RuntimeFault(
            RuntimeFault.Kind.INVALID,
            "error while creating mount source path '" + mount.source() + "': " + Disk.reason(e),
            e);
      }
    }
  }

  private Conmon.Job job(ContainerRecord record) {
    ContainerSpec spec = record.spec();
    return new Conmon.Job(
        record.id(),
        places.bundle(record.id()),
        places.exits(),
        spec.unlogged() ? Optional.empty() : Optional.of(places.log(record.id())),
        spec.process().tty(),
        spec.process().openStdin(),
        spec.process().stdinOnce());
  }

  /** Its conmon would write the exit file of a container that never ran, perhaps into the next. */
  private static void awaitEnd(int conmonPid) {
    try {
      var handle = ProcessHandle.of(conmonPid);
      if (handle.isPresent()) {
        handle.get().onExit().get(CONMON_END_SECONDS, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      throw new RuntimeFault(RuntimeFault.Kind.FAILED, "conmon " + conmonPid + " does not end", e);
    }
  }
}
