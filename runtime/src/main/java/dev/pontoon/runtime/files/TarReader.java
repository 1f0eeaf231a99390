package dev.pontoon.runtime.files;

import dev.pontoon.linux.sys.Errno;
import dev.pontoon.linux.sys.Fd;
import dev.pontoon.linux.sys.FileNodes;
import dev.pontoon.linux.sys.KernelException;
import dev.pontoon.linux.sys.RootedFiles;
import dev.pontoon.runtime.RuntimeFault;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * Unpacks a tar into a directory of a container, in which its processes may be at work: links on
 * the way are followed as they would follow them, and nothing outside their root is ever touched.
 */
public final class TarReader {
  private static final int PERMISSIONS = 07777;

  private final OpenDirectory root;
  private final String base;
  private final Rules rules;
  private final Map<String, FileTime> directoryTimes = new LinkedHashMap<>();

  /**
   * How to unpack.
   *
   * @param keepKinds refuse to put a directory in place of another kind of file, and the reverse
   * @param owner user and group of all that is made, or empty for those of the tar
   */
  public record Rules(boolean keepKinds, List<Integer> owner) {
    public Rules {
      owner = List.copyOf(owner);
    }
  }

  /**
   * Unpacks below a directory of a root.
   *
   * @param base an absolute path, as a process with that root has it
   */
  public TarReader(OpenDirectory root, String base, Rules rules) {
    this.root = root;
    this.base = base;
    this.rules = rules;
  }

  /** Unpacks a tar, to its very end. */
  public void unpack(InputStream tar) throws IOException {
    TarArchiveInputStream archive = new TarArchiveInputStream(tar, StandardCharsets.UTF_8.name());
    for (TarArchiveEntry entry; (entry = archive.getNextEntry()) != null; ) {
      unpack(entry, archive);
    }
    for (Map.Entry<String, FileTime> time : directoryTimes.entrySet()) {
      try (OpenDirectory directory = root.within(base + "/" + time.getKey())) {
        Files.setLastModifiedTime(directory.path(), time.getValue());
      }
    }
    tar.skip(Long.MAX_VALUE);
  }

  private void unpack(TarArchiveEntry entry, InputStream contents) throws IOException {
    String name = clean(entry.getName(), entry);
    int slash = name.lastIndexOf('/');
    String last = name.substring(slash + 1);
    if (last.isEmpty()) {
      return; // the directory itself, which is there
    }
    try (OpenDirectory parent = directories(name.substring(0, Math.max(slash, 0)))) {
      if (makeRoom(entry, parent, last)) {
        make(entry, contents, parent, last);
      }
      if (!entry.isLink()) {
        describe(entry, parent, last);
      }
      if (entry.isDirectory()) {
        directoryTimes.put(name, entry.getLastModifiedTime());
      }
    }
  }

  /** Without slashes at the ends and parts that mean nothing. */
  private static String clean(String name, TarArchiveEntry entry) {
    StringBuilder clean = new StringBuilder();
    for (String part : name.split("/", -1)) {
      if (part.equals("..")) {
        throw new RuntimeFault(
            RuntimeFault.Kind.INVALID,
            "invalid tar: \"" + entry.getName() + "\" leads out of the directory");
      }
      if (!part.isEmpty() && !part.equals(".")) {
        clean.append(clean.isEmpty() ? "" : "/").append(part);
      }
    }
    return clean.toString();
  }

  /** The directory that a name lies in, made where it is missing. */
  private OpenDirectory directories(String path) throws IOException {
    try {
      return root.within(base + "/" + path);
    } catch (KernelException e) {
      if (!e.errno().is(Errno.ENOENT) || path.isEmpty()) {
        throw e;
      }
    }
    int slash = path.lastIndexOf('/');
    try (OpenDirectory above = directories(path.substring(0, Math.max(slash, 0)))) {
      Files.createDirectory(above.place(path.substring(slash + 1)));
    }
    return root.within(base + "/" + path);
  }

  /** Removes what is in the way; false if a directory may stay. */
  private boolean makeRoom(TarArchiveEntry entry, OpenDirectory parent, String name)
      throws IOException {
    Path place = parent.place(name);
    if (!Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
      return true;
    }
    boolean there = Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS);
    if (there && entry.isDirectory()) {
      return false;
    }
    if (rules.keepKinds() && there != entry.isDirectory()) {
      throw new RuntimeFault(
          RuntimeFault.Kind.INVALID,
          there
              ? "cannot overwrite directory \"" + name + "\" with non-directory"
              : "cannot overwrite non-directory \"" + name + "\" with directory");
    }
    parent.remove(name);
    return true;
  }

  private void make(TarArchiveEntry entry, InputStream contents, OpenDirectory parent, String name)
      throws IOException {
    Path place = parent.place(name);
    if (entry.isLink()) {
      link(entry, place);
    } else if (entry.isDirectory()) {
      Files.createDirectory(place);
    } else if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(place, Path.of(entry.getLinkName()));
    } else if (entry.isCharacterDevice()) {
      node(entry, place, FileNodes.S_IFCHR);
    } else if (entry.isBlockDevice()) {
      node(entry, place, FileNodes.S_IFBLK);
    } else if (entry.isFIFO()) {
      node(entry, place, FileNodes.S_IFIFO);
    } else {
      file(contents, place);
    }
  }

  private void link(TarArchiveEntry entry, Path place) throws IOException {
    String target = clean(entry.getLinkName(), entry);
    int slash = target.lastIndexOf('/');
    try (OpenDirectory parent = root.within(base + "/" + target.substring(0, Math.max(slash, 0)))) {
      Files.createLink(place, parent.place(target.substring(slash + 1)));
    }
  }

  private static void node(TarArchiveEntry entry, Path place, int kind) {
    FileNodes.makeNode(place, kind, entry.getDevMajor(), entry.getDevMinor());
  }

  private static void file(InputStream contents, Path place) throws IOException {
    int flags = Fd.O_WRONLY | Fd.O_CREAT | Fd.O_EXCL | RootedFiles.O_NOFOLLOW;
    try (Fd file = Fd.open(place, flags, 0600);
        OutputStream out = new FileOutputStream("/proc/self/fd/" + file.number())) {
      contents.transferTo(out);
    }
  }

  /** By a descriptor, as the name may be another file's by now. */
  private void describe(TarArchiveEntry entry, OpenDirectory parent, String name)
      throws IOException {
    List<Integer> owner = rules.owner();
    int uid = owner.isEmpty() ? Math.toIntExact(entry.getLongUserId()) : owner.getFirst();
    int gid = owner.isEmpty() ? Math.toIntExact(entry.getLongGroupId()) : owner.getLast();
    FileNodes.owner(parent.place(name), uid, gid);
    if (entry.isSymbolicLink()) {
      return;
    }
    try (Fd held = parent.hold(name)) {
      Path itself = Path.of("/proc/self/fd/" + held.number());
      if (Files.isSymbolicLink(parent.place(name))) {
        return;
      }
      FileNodes.mode(itself, entry.getMode() & PERMISSIONS); // after the owner: chown clears setuid
      if (entry.isFile()) {
        Files.setLastModifiedTime(itself, entry.getLastModifiedTime());
      }
    }
  }
}
