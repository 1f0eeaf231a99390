package dev.pontoon.runtime.oci;

import dev.pontoon.runtime.ContainerSpec;
import dev.pontoon.runtime.MountSpec;
import dev.pontoon.runtime.NetworkFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The mounts of a container: Docker's defaults, the network's files, and what was asked for. */
final class Mountpoints {
  private Mountpoints() {}

  static List<RuntimeSpec.Mount> of(
      ContainerSpec spec, NetworkFiles files, Path directory, Shared shared) {
    boolean privileged = spec.isolation().privileged();
    List<RuntimeSpec.Mount> mounts = new ArrayList<>();
    mounts.add(mount("/proc", "proc", "proc", "nosuid", "noexec", "nodev"));
    mounts.add(mount("/dev", "tmpfs", "tmpfs", "nosuid", "strictatime", "mode=755", "size=65536k"));
    mounts.add(
        mount(
            "/dev/pts",
            "devpts",
            "devpts",
            "nosuid",
            "noexec",
            "newinstance",
            "ptmxmode=0666",
            "mode=0620",
            "gid=5"));
    String access = privileged ? "rw" : "ro";
    mounts.add(mount("/sys", "sysfs", "sysfs", "nosuid", "noexec", "nodev", access));
    mounts.add(mount("/sys/fs/cgroup", "cgroup", "cgroup", "nosuid", "noexec", "nodev", access));
    if (spec.isolation().ipcMode().equals("host")) {
      mounts.add(messages());
      mounts.add(bind("/dev/shm", Path.of("/dev/shm"), "rw"));
    } else if (!spec.isolation().ipcMode().equals("none")) {
      mounts.add(messages());
      mounts.add(memory(spec, shared));
    }
    if (spec.isolation().init()) {
      InitProcess.program()
          .ifPresent(program -> mounts.add(bind(InitProcess.INSIDE, program, "ro")));
    }
    List<RuntimeSpec.Mount> own = new ArrayList<>();
    networkFiles(own, files, directory);
    spec.mounts().forEach(mount -> add(own, asked(mount)));
    // As Docker: a mount on a directory hides what was mounted below it before.
    own.sort(Comparator.comparingInt(mount -> MountSpec.depth(mount.destination())));
    own.forEach(mount -> add(mounts, mount));
    return List.copyOf(mounts);
  }

  /** Shows the queues of the IPC namespace that the container is in. */
  private static RuntimeSpec.Mount messages() {
    return mount("/dev/mqueue", "mqueue", "mqueue", "nosuid", "noexec", "nodev");
  }

  private static RuntimeSpec.Mount memory(ContainerSpec spec, Shared shared) {
    return shared.memory() != null
        ? bind("/dev/shm", shared.memory(), "rw")
        : mount(
            "/dev/shm",
            "tmpfs",
            "shm",
            "nosuid",
            "noexec",
            "nodev",
            "mode=1777",
            "size=" + SpecGenerator.memorySize(spec));
  }

  private static void networkFiles(
      List<RuntimeSpec.Mount> mounts, NetworkFiles files, Path directory) {
    if (!files.hosts().isEmpty()) {
      mounts.add(bind("/etc/hosts", directory.resolve("hosts"), "rw"));
    }
    if (!files.resolvConf().isEmpty()) {
      mounts.add(bind("/etc/resolv.conf", directory.resolve("resolv.conf"), "rw"));
    }
    if (!files.hostname().isEmpty()) {
      mounts.add(bind("/etc/hostname", directory.resolve("hostname"), "rw"));
    }
  }

  /** A mount that was asked for stands in for a default one at the same place. */
  private static void add(List<RuntimeSpec.Mount> mounts, RuntimeSpec.Mount mount) {
    mounts.removeIf(present -> present.destination().equals(mount.destination()));
    mounts.add(mount);
  }

  private static RuntimeSpec.Mount asked(MountSpec mount) {
    if (mount.kind() == MountSpec.Kind.IMAGE) {
      return mount(mount.target(), "overlay", "overlay", "ro", mount.source());
    }
    List<String> options = new ArrayList<>();
    if (mount.kind() != MountSpec.Kind.TMPFS) {
      if (!mount.options().contains(MountSpec.SHALLOW)) {
        options.add("rbind");
      }
      options.add(mount.readOnly() ? "ro" : "rw");
      options.addAll(mount.options());
      if (mount.options().stream().noneMatch(Mountpoints::propagation)) {
        options.add("rprivate");
      }
      return new RuntimeSpec.Mount(mount.target(), "bind", mount.source(), List.copyOf(options));
    }
    options.addAll(List.of("noexec", "nosuid", "nodev", mount.readOnly() ? "ro" : "rw"));
    options.addAll(mount.options());
    return new RuntimeSpec.Mount(mount.target(), "tmpfs", "tmpfs", List.copyOf(options));
  }

  private static boolean propagation(String option) {
    return List.of("private", "rprivate", "shared", "rshared", "slave", "rslave").contains(option);
  }

  private static RuntimeSpec.Mount mount(
      String destination, String type, String source, String... options) {
    return new RuntimeSpec.Mount(destination, type, source, List.of(options));
  }

  private static RuntimeSpec.Mount bind(String destination, Path source, String access) {
    return mount(destination, "bind", source.toString(), "rbind", "rprivate", access);
  }
}
