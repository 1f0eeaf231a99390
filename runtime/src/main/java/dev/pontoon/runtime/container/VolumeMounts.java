package dev.pontoon.runtime.container;

import dev.pontoon.linux.sys.Errno;
import dev.pontoon.linux.sys.KernelException;
import dev.pontoon.linux.sys.Mounts;
import dev.pontoon.runtime.ContainerSpec;
import dev.pontoon.runtime.MountSpec;
import dev.pontoon.runtime.RuntimeFault;
import dev.pontoon.runtime.files.Command;
import dev.pontoon.runtime.files.Disk;
import dev.pontoon.runtime.files.OpenDirectory;
import dev.pontoon.runtime.files.ScopedPath;
import dev.pontoon.runtime.image.Images;
import dev.pontoon.runtime.overlay.RootFilesystem;
import dev.pontoon.runtime.volume.Volumes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/** The volumes and images of a container as the mounts that the runtime knows. */
record VolumeMounts(Volumes volumes, Images images) {

  /** The same container with the directories of volumes and images instead of their names. */
  ContainerSpec resolve(ContainerSpec spec) {
    return spec.withMounts(spec.mounts().stream().map(this::bind).toList());
  }

  private MountSpec bind(MountSpec mount) {
    return switch (mount.kind()) {
      case BIND, TMPFS -> mount;
      case VOLUME -> bind(mount, source(mount));
      case IMAGE -> image(mount);
    };
  }

  private static MountSpec bind(MountSpec mount, Path source) {
    return new MountSpec(
        MountSpec.Kind.BIND, source.toString(), mount.target(), mount.readOnly(), mount.options());
  }

  /** overlayfs wants two layers where nothing is written; one is its own directory. */
  private MountSpec image(MountSpec mount) {
    List<Path> layers = images.lowers(images.inspect(mount.source()).layers());
    return layers.size() == 1
        ? bind(mount, layers.getFirst())
        : new MountSpec(
            MountSpec.Kind.IMAGE,
            RootFilesystem.lowers(layers),
            mount.target(),
            true,
            mount.options());
  }

  private Path source(MountSpec mount) {
    Path whole = volumes.source(mount.source());
    if (mount.subpath().isEmpty()) {
      return whole;
    }
    try {
      Path part = ScopedPath.resolve(whole, mount.subpath());
      if (!Files.exists(part)) {
        throw new RuntimeFault(
            RuntimeFault.Kind.INVALID,
            "cannot access path " + part + ": no such file or directory");
      }
      return part;
    } catch (IOException e) {
      throw new UncheckedIOException(
          "resolve " + mount.subpath() + " in volume " + mount.source() + ": " + Disk.reason(e), e);
    }
  }

  /** Gives volumes that are still empty what the image has where they are mounted. */
  void fill(ContainerSpec spec, Path root) {
    for (MountSpec mount : spec.mounts()) {
      if (mount.kind() == MountSpec.Kind.VOLUME && mount.copies()) {
        fill(mount, root);
      }
    }
  }

  private void fill(MountSpec mount, Path root) {
    Path volume = volumes.source(mount.source());
    try {
      Path image = ScopedPath.resolve(root, mount.target());
      if (!Files.isDirectory(image) || !Disk.list(volume).isEmpty()) {
        return;
      }
      Command.Outcome copy =
          Command.run(List.of("cp", "-a", "--", image + "/.", volume.toString()));
      if (!copy.succeeded()) {
        throw new RuntimeFault(
            RuntimeFault.Kind.FAILED, "fill volume " + mount.source() + ": " + copy.lastLine());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("fill volume " + mount.source() + ": " + Disk.reason(e), e);
    }
  }

  /** Mounts binds and volumes below a root that nobody runs in, where they have a place. */
  void mount(ContainerSpec spec, OpenDirectory root) {
    List<MountSpec> outerFirst =
        spec.mounts().stream()
            .filter(mount -> mount.kind() != MountSpec.Kind.IMAGE) // nothing is copied into it
            .map(this::bind)
            .sorted(Comparator.comparingInt(mount -> MountSpec.depth(mount.target())))
            .toList();
    for (MountSpec mount : outerFirst) {
      if (mount.kind() == MountSpec.Kind.BIND && Files.isDirectory(Path.of(mount.source()))) {
        mount(mount, root);
      }
    }
  }

  private static void mount(MountSpec mount, OpenDirectory root) {
    try (OpenDirectory place = root.within(mount.target())) {
      Mounts.bind(Path.of(mount.source()), place.path());
    } catch (KernelException e) {
      // Where the root has no such directory yet, there is nothing to see below it.
      if (!e.errno().is(Errno.ENOENT) && !e.errno().is(Errno.ENOTDIR)) {
        throw e;
      }
    }
  }
}
