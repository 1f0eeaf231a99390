package dev.pontoon.runtime.image;

import dev.pontoon.linux.sys.FileNodes;
import dev.pontoon.runtime.RuntimeFault;
import dev.pontoon.runtime.files.Disk;
import dev.pontoon.runtime.files.ScopedPath;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * Unpacks a layer's tar into a directory that overlayfs can stack. Nothing outside the directory is
 * ever touched: names are resolved as if it were the root, and a last part that is a link is
 * replaced, not followed. Whiteouts of the OCI image specification become those of overlayfs: a
 * character device 0:0, and the attribute trusted.overlay.opaque.
 */
final class LayerUnpacker {
  private static final String WHITEOUT = ".wh.";
  private static final String OPAQUE = ".wh..wh..opq";
  private static final String XATTR = "SCHILY.xattr.";
  private static final int PERMISSIONS = 07777;

  private final Path root;
  private final Map<Path, FileTime> directoryTimes = new LinkedHashMap<>();

  LayerUnpacker(Path root) {
    this.root = root;
  }

  /** Unpacks a tar that is not compressed, to its very end. */
  void unpack(InputStream tar) throws IOException {
    TarArchiveInputStream archive = new TarArchiveInputStream(tar, StandardCharsets.UTF_8.name());
    TarArchiveEntry entry = archive.getNextEntry();
    while (entry != null) {
      unpack(entry, archive);
      entry = archive.getNextEntry();
    }
    // Files change their directories' times, so these come last.
    for (Map.Entry<Path, FileTime> time : directoryTimes.entrySet()) {
      if (Files.isDirectory(time.getKey(), LinkOption.NOFOLLOW_LINKS)) {
        setTime(time.getKey(), time.getValue());
      }
    }
    tar.skip(Long.MAX_VALUE);
  }

  private void unpack(TarArchiveEntry entry, InputStream contents) throws IOException {
    String name = entry.getName().replaceAll("/+$", "");
    int slash = name.lastIndexOf('/');
    String last = name.substring(slash + 1);
    Path parent = directories(slash < 0 ? "" : name.substring(0, slash));
    if (last.equals("..")) {
      throw invalid(entry, "its name leads out");
    }
    if (last.isEmpty() || last.equals(".")) {
      if (entry.isDirectory()) {
        attributes(entry, parent);
      }
      return;
    }
    if (last.equals(OPAQUE)) {
      FileNodes.attribute(parent, "trusted.overlay.opaque", new byte[] {'y'});
    } else if (last.startsWith(WHITEOUT + WHITEOUT)) {
      return; // what aufs kept for itself
    } else if (last.startsWith(WHITEOUT)) {
      String hidden = last.substring(WHITEOUT.length());
      if (hidden.isEmpty() || hidden.equals(".") || hidden.equals("..")) {
        throw invalid(entry, "it hides no name");
      }
      Path place = parent.resolve(hidden);
      Disk.remove(place);
      FileNodes.makeNode(place, FileNodes.S_IFCHR, 0, 0);
    } else {
      make(entry, contents, parent.resolve(last));
    }
  }

  /** The directory a name lies in, made where it is missing. */
  private Path directories(String path) throws IOException {
    Path directory = ScopedPath.resolve(root, path);
    if (!Files.isDirectory(directory)) {
      Files.createDirectories(directory);
    }
    return directory;
  }

  private void make(TarArchiveEntry entry, InputStream contents, Path place) throws IOException {
    boolean keep = entry.isDirectory() && Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS);
    if (!keep) {
      Disk.remove(place);
    }
    if (entry.isLink()) {
      Files.createLink(place, linked(entry));
      return; // it shares everything with what it links to
    }
    if (entry.isDirectory()) {
      if (!keep) {
        Files.createDirectory(place);
      }
    } else if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(place, Path.of(entry.getLinkName()));
    } else if (entry.isCharacterDevice()) {
      node(entry, place, FileNodes.S_IFCHR);
    } else if (entry.isBlockDevice()) {
      node(entry, place, FileNodes.S_IFBLK);
    } else if (entry.isFIFO()) {
      node(entry, place, FileNodes.S_IFIFO);
    } else {
      Files.copy(contents, place);
    }
    attributes(entry, place);
  }

  /** What a hard link links to: a file of this layer, and never through a symbolic link. */
  private Path linked(TarArchiveEntry entry) throws IOException {
    String name = entry.getLinkName();
    int slash = name.lastIndexOf('/');
    String last = name.substring(slash + 1);
    if (last.isEmpty() || last.equals(".") || last.equals("..")) {
      throw invalid(entry, "it links to " + name);
    }
    Path target = ScopedPath.resolve(root, name.substring(0, Math.max(slash, 0))).resolve(last);
    if (!Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      throw invalid(entry, "it links to " + name + ", which is not there");
    }
    return target;
  }

  private static void node(TarArchiveEntry entry, Path place, int kind) {
    FileNodes.makeNode(place, kind, entry.getDevMajor(), entry.getDevMinor());
  }

  private void attributes(TarArchiveEntry entry, Path place) throws IOException {
    FileNodes.owner(
        place, Math.toIntExact(entry.getLongUserId()), Math.toIntExact(entry.getLongGroupId()));
    if (!entry.isSymbolicLink()) {
      FileNodes.mode(place, entry.getMode() & PERMISSIONS); // after the owner: chown clears setuid
    }
    for (Map.Entry<String, String> header : entry.getExtraPaxHeaders().entrySet()) {
      String name = header.getKey();
      // What overlayfs keeps in attributes of its own is not for an archive to say.
      if (name.startsWith(XATTR) && !name.startsWith(XATTR + "trusted.")) {
        FileNodes.attribute(
            place,
            name.substring(XATTR.length()),
            header.getValue().getBytes(StandardCharsets.UTF_8));
      }
    }
    FileTime modified = entry.getLastModifiedTime();
    if (entry.isDirectory()) {
      directoryTimes.put(place, modified);
    } else {
      setTime(place, modified);
    }
  }

  private static void setTime(Path place, FileTime modified) throws IOException {
    try {
      Files.getFileAttributeView(place, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
          .setTimes(modified, modified, null);
    } catch (NoSuchFileException e) {
      throw new IOException("set the time of " + place + ": it vanished", e);
    }
  }

  private static RuntimeFault invalid(TarArchiveEntry entry, String reason) {
    return new RuntimeFault(
        RuntimeFault.Kind.INVALID, "entry " + entry.getName() + " of the layer: " + reason);
  }
}
