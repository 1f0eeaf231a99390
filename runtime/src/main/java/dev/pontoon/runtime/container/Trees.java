package dev.pontoon.runtime.container;

import dev.pontoon.linux.sys.Fd;
import dev.pontoon.linux.sys.Processes;
import dev.pontoon.linux.sys.RootedFiles;
import dev.pontoon.runtime.ContainerPath;
import dev.pontoon.runtime.ImageInfo;
import dev.pontoon.runtime.PathChange;
import dev.pontoon.runtime.RuntimeFault;
import dev.pontoon.runtime.files.Disk;
import dev.pontoon.runtime.files.OpenDirectory;
import dev.pontoon.runtime.files.TarReader;
import dev.pontoon.runtime.files.TarWriter;
import dev.pontoon.runtime.image.CommitSpec;
import dev.pontoon.runtime.image.Compression;
import dev.pontoon.runtime.image.Images;
import dev.pontoon.runtime.oci.RuntimeSpec;
import dev.pontoon.runtime.oci.Users;
import dev.pontoon.runtime.overlay.RootFilesystem;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The files of containers, whether they run or not. One that runs is seen as its processes see it,
 * with all that is mounted; the root of one that does not is mounted meanwhile, and its start
 * waits.
 */
public final class Trees {
  private final Places places;
  private final ContainerTable table;
  private final Images images;
  private final VolumeMounts volumes;

  Trees(Places places, ContainerTable table, Images images, VolumeMounts volumes) {
    this.places = places;
    this.table = table;
    this.images = images;
    this.volumes = volumes;
  }

  private interface Work<T> {
    T in(OpenDirectory root) throws IOException;
  }

  /** What a path in a container is. */
  public ContainerPath stat(String reference, String path) {
    return inside(reference, "look at " + path, root -> paths(root, reference).stat(path));
  }

  /** Writes a path as a tar whose entries begin with its last part. */
  public void read(String reference, String path, OutputStream out) {
    inside(
        reference,
        "read " + path,
        root -> {
          paths(root, reference).read(path, out);
          return path;
        });
  }

  /**
   * Unpacks a tar into a directory of a container.
   *
   * @param keepKinds refuse to put a directory in place of another kind of file, and the reverse
   * @param owned whether what is made belongs to the container's user, rather than as the tar says
   */
  public void write(
      String reference, String path, InputStream tar, boolean keepKinds, boolean owned) {
    ContainerRecord record = table.find(reference).record();
    if (record.spec().isolation().readOnly() && !onVolume(record, path)) {
      throw new RuntimeFault(RuntimeFault.Kind.FORBIDDEN, "container rootfs is marked read-only");
    }
    inside(
        reference,
        "write to " + path,
        root -> {
          PathsInContainer paths = paths(root, reference);
          paths.requireWritable(path);
          TarReader.Rules rules = new TarReader.Rules(keepKinds, owner(record, root, owned));
          paths.write(path, Compression.decompressed(tar), rules);
          return path;
        });
  }

  private static boolean onVolume(ContainerRecord record, String path) {
    return record.spec().mounts().stream()
        .anyMatch(m -> Path.of(path).normalize().startsWith(Path.of(m.target()).normalize()));
  }

  private static List<Integer> owner(ContainerRecord record, OpenDirectory root, boolean owned) {
    if (!owned || record.config().user().isEmpty()) {
      return List.of();
    }
    RuntimeSpec.User user = Users.of(root.path()).find(record.config().user(), List.of());
    return List.of(user.uid(), user.gid());
  }

  private PathsInContainer paths(OpenDirectory root, String reference) {
    return new PathsInContainer(root, reference);
  }

  /** Writes the whole root file system as a tar, without what is mounted on it. */
  public void export(String reference, OutputStream out) {
    Entry entry = table.find(reference);
    ContainerRecord record = entry.record();
    Work<String> whole =
        root -> {
          TarWriter tar = new TarWriter(out);
          tar.directory(root, "");
          tar.finish();
          return reference;
        };
    try {
      if (record.running()) {
        try (OpenDirectory root = OpenDirectory.at(places.rootfs(record.id()).merged())) {
          whole.in(root);
        }
      } else {
        mounted(entry, reference, false, whole);
      }
    } catch (IOException e) {
      throw failed("export " + reference, e);
    }
  }

  /** How a container's root file system differs from its image. */
  public List<PathChange> changes(String reference) {
    ContainerRecord record = table.find(reference).record();
    try {
      return upper(record).changes();
    } catch (IOException e) {
      throw failed("compare container " + reference + " with its image", e);
    }
  }

  /** Bytes of the files of a container's own layer. */
  public long size(String reference) {
    try {
      return upper(table.find(reference).record()).size();
    } catch (IOException e) {
      throw failed("measure container " + reference, e);
    }
  }

  /** Makes an image of a container: its image's layers, and one of its changes. */
  public ImageInfo commit(String reference, CommitSpec spec) {
    ContainerRecord record = table.find(reference).record();
    if (record.imageId().isEmpty()) {
      throw new RuntimeFault(
          RuntimeFault.Kind.INVALID,
          "container " + reference + " runs on a directory of the host, not on an image");
    }
    return images.commit(record.imageId(), record.config(), spec, upper(record)::write);
  }

  private UpperLayer upper(ContainerRecord record) {
    Path rootfs = Path.of(record.spec().rootfs());
    return new UpperLayer(
        places.rootfs(record.id()).upper(),
        record.spec().rootfs().isEmpty() ? images.lowers(record.layers()) : List.of(rootfs));
  }

  private <T> T inside(String reference, String what, Work<T> work) {
    Entry entry = table.find(reference);
    ContainerRecord record = entry.record();
    try {
      if (record.running()) {
        try (OpenDirectory root = rootOf(record)) {
          return work.in(root);
        }
      }
      return mounted(entry, reference, true, work);
    } catch (IOException e) {
      throw failed(what + " in container " + reference, e);
    }
  }

  /** The root of exactly the process that the record names. */
  private static OpenDirectory rootOf(ContainerRecord record) {
    int flags = RootedFiles.O_PATH | RootedFiles.O_DIRECTORY;
    Fd root = Fd.open(Path.of("/proc/" + record.pid() + "/root"), flags, 0);
    if (Processes.startTime(record.pid()) != record.pidStart()) {
      root.close();
      throw new RuntimeFault(
          RuntimeFault.Kind.CONFLICT, "container " + record.id() + " ended meanwhile");
    }
    return OpenDirectory.of(root);
  }

  private <T> T mounted(Entry entry, String reference, boolean withVolumes, Work<T> work)
      throws IOException {
    entry.lock.lock();
    try {
      ContainerRecord record = entry.record();
      if (entry.removed()) {
        throw RuntimeFault.noSuchContainer(reference);
      }
      if (record.running()) {
        try (OpenDirectory root = rootOf(record)) {
          return work.in(root);
        }
      }
      return mounted(record, withVolumes, work);
    } finally {
      entry.lock.unlock();
    }
  }

  private <T> T mounted(ContainerRecord record, boolean withVolumes, Work<T> work)
      throws IOException {
    Disk.directory(places.bundle(record.id())); // a crash is cleaned up by it
    RootFilesystem rootfs = places.rootfs(record.id());
    try {
      rootfs.mount(
          record.spec().rootfs().isEmpty()
              ? images.lowers(record.layers())
              : List.of(Path.of(record.spec().rootfs())));
      try (OpenDirectory root = OpenDirectory.at(rootfs.merged())) {
        if (withVolumes) {
          volumes.mount(record.spec(), root);
        }
        return work.in(root);
      }
    } finally {
      rootfs.unmount();
      Disk.remove(places.bundle(record.id()));
    }
  }

  private static UncheckedIOException failed(String what, IOException e) {
    return new UncheckedIOException(what + ": " + Disk.reason(e), e);
  }
}
