package dev.pontoon.runtime.container;

import dev.pontoon.linux.sys.FileNodes;
import dev.pontoon.linux.sys.KernelException;
import dev.pontoon.runtime.PathChange;
import dev.pontoon.runtime.files.OpenDirectory;
import dev.pontoon.runtime.files.TarWriter;
import dev.pontoon.runtime.files.TarWriter.Form;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * A container's own layer beside those below it (overlayfs,
 * Documentation/filesystems/overlayfs.rst: a character device 0:0 is a name that is gone). What the
 * runtime itself puts there, to mount things on, is no change.
 */
final class UpperLayer {
  private static final int S_IFMT = 0xf000;
  private static final int S_IFCHR = 0x2000;
  private static final int S_IFDIR = 0x4000;
  private static final int S_IFREG = 0x8000;
  private static final Set<String> MOUNT_POINTS =
      Set.of(
          "dev",
          "dev/console",
          "dev/mqueue",
          "dev/pts",
          "dev/shm",
          "etc/hostname",
          "etc/hosts",
          "etc/resolv.conf",
          "proc",
          "sbin/docker-init",
          "sys",
          "sys/fs",
          "sys/fs/cgroup");

  private final Path upper;
  private final List<Path> lowers;

  /**
   * A layer.
   *
   * @param lowers the highest first
   */
  UpperLayer(Path upper, List<Path> lowers) {
    this.upper = upper;
    this.lowers = lowers;
  }

  /** All changes, by path. */
  List<PathChange> changes() throws IOException {
    List<PathChange> changes = new ArrayList<>();
    if (Files.isDirectory(upper)) {
      try (OpenDirectory top = OpenDirectory.at(upper)) {
        collect(top, "", changes);
      }
    }
    changes.sort(Comparator.comparing(PathChange::path));
    return List.copyOf(changes);
  }

  /** Adds what changed in a directory; whether only mount points did. */
  private boolean collect(OpenDirectory directory, String path, List<PathChange> changes)
      throws IOException {
    boolean mountPoints = false;
    int before = changes.size();
    for (String name : directory.names()) {
      String inner = path.isEmpty() ? name : path + "/" + name;
      try {
        mountPoints |= add(directory, name, inner, changes);
      } catch (NoSuchFileException e) {
        // it went meanwhile
      }
    }
    return mountPoints && changes.size() == before;
  }

  private boolean add(OpenDirectory directory, String name, String path, List<PathChange> changes)
      throws IOException {
    Map<String, Object> attributes = directory.attributes(name);
    int kind = (int) Objects.requireNonNull(attributes.get("mode")) & S_IFMT;
    boolean below = existsBelow(path);
    if (isWhiteout(attributes, kind)) {
      if (below) {
        changes.add(new PathChange(PathChange.Kind.DELETED, "/" + path));
      }
      return false;
    }
    PathChange change =
        new PathChange(below ? PathChange.Kind.MODIFIED : PathChange.Kind.ADDED, "/" + path);
    if (kind == S_IFDIR) {
      return addDirectory(directory, name, path, change, changes);
    }
    long size = (long) Objects.requireNonNull(attributes.get("size"));
    if (MOUNT_POINTS.contains(path) && kind == S_IFREG && size == 0) {
      return true;
    }
    changes.add(change);
    return false;
  }

  private boolean addDirectory(
      OpenDirectory directory,
      String name,
      String path,
      PathChange change,
      List<PathChange> changes)
      throws IOException {
    try (OpenDirectory child = directory.child(name)) {
      if (isOpaque(directory.place(name)) && change.kind() == PathChange.Kind.MODIFIED) {
        hidden(child, path, changes);
      }
      boolean empty = child.names().isEmpty();
      if (collect(child, path, changes) || (MOUNT_POINTS.contains(path) && empty)) {
        return true;
      }
      changes.add(change);
      return false;
    }
  }

  /** What a directory that took another's place hides. */
  private void hidden(OpenDirectory child, String path, List<PathChange> changes)
      throws IOException {
    List<String> there = child.names();
    for (Path lower : lowers) {
      for (Path entry : dev.pontoon.runtime.files.Disk.list(lower.resolve(path))) {
        String name = String.valueOf(entry.getFileName());
        PathChange gone = new PathChange(PathChange.Kind.DELETED, "/" + path + "/" + name);
        if (!there.contains(name) && existsBelow(path + "/" + name) && !changes.contains(gone)) {
          changes.add(gone);
        }
      }
    }
  }

  private static boolean isWhiteout(Map<String, Object> attributes, int kind) {
    return kind == S_IFCHR && (long) Objects.requireNonNull(attributes.get("rdev")) == 0;
  }

  private static boolean isOpaque(Path place) {
    try {
      return FileNodes.attribute(place, "trusted.overlay.opaque").length > 0;
    } catch (KernelException e) {
      return false; // ENODATA, or a file system without such attributes
    }
  }

  /** Whether the layers below have a name, seen from the highest down. */
  private boolean existsBelow(String path) throws IOException {
    for (Path lower : lowers) {
      Path current = lower;
      boolean hidden = false;
      for (String part : path.split("/", -1)) {
        hidden |= !current.equals(lower) && isOpaque(current);
        current = current.resolve(part);
        if (!Files.exists(current, LinkOption.NOFOLLOW_LINKS)) {
          break;
        }
        Map<String, Object> attributes =
            Files.readAttributes(current, "unix:mode,rdev", LinkOption.NOFOLLOW_LINKS);
        int kind = (int) Objects.requireNonNull(attributes.get("mode")) & S_IFMT;
        if (isWhiteout(attributes, kind)) {
          return false;
        }
      }
      if (current.equals(lower.resolve(path)) && Files.exists(current, LinkOption.NOFOLLOW_LINKS)) {
        return true;
      }
      if (hidden) {
        return false;
      }
    }
    return false;
  }

  /** Writes the changes as a layer of the OCI image specification. */
  void write(OutputStream out) throws IOException {
    Map<String, PathChange.Kind> changes = new HashMap<>();
    changes().forEach(change -> changes.put(change.path(), change.kind()));
    TarWriter tar =
        new TarWriter(out, (directory, name, path) -> form(directory, name, path, changes));
    if (Files.isDirectory(upper)) {
      try (OpenDirectory top = OpenDirectory.at(upper)) {
        tar.directory(top, "");
      }
    }
    tar.finish();
  }

  private static Form form(
      OpenDirectory directory, String name, String path, Map<String, PathChange.Kind> changes) {
    PathChange.Kind kind = changes.get("/" + path);
    if (kind == null) {
      return Form.NOT;
    }
    return switch (kind) {
      case DELETED -> Form.WHITEOUT;
      case ADDED -> Form.AS_IT_IS;
      case MODIFIED ->
          Files.isDirectory(directory.place(name), LinkOption.NOFOLLOW_LINKS)
                  && isOpaque(directory.place(name))
              ? Form.OPAQUE
              : Form.AS_IT_IS;
    };
  }

  /** Bytes of the files in it. */
  long size() throws IOException {
    if (!Files.isDirectory(upper)) {
      return 0;
    }
    try (OpenDirectory top = OpenDirectory.at(upper)) {
      return size(top);
    }
  }

  private static long size(OpenDirectory directory) throws IOException {
    long bytes = 0;
    for (String name : directory.names()) {
      try {
        Map<String, Object> attributes = directory.attributes(name);
        int kind = (int) Objects.requireNonNull(attributes.get("mode")) & S_IFMT;
        if (kind == S_IFDIR) {
          try (OpenDirectory child = directory.child(name)) {
            bytes += size(child);
          }
        } else if (kind == S_IFREG) {
          bytes += (long) Objects.requireNonNull(attributes.get("size"));
        }
      } catch (NoSuchFileException e) {
        // it went meanwhile
      }
    }
    return bytes;
  }
}
