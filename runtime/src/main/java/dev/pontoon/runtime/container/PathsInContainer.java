package dev.pontoon.runtime.container;

import dev.pontoon.linux.sys.Errno;
import dev.pontoon.linux.sys.KernelException;
import dev.pontoon.runtime.ContainerPath;
import dev.pontoon.runtime.RuntimeFault;
import dev.pontoon.runtime.files.OpenDirectory;
import dev.pontoon.runtime.files.ScopedPath;
import dev.pontoon.runtime.files.TarReader;
import dev.pontoon.runtime.files.TarWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Objects;

/**
 * Reads and writes below a container's root by the paths that its processes use. As for Docker, a
 * link at a path's end stands for itself, unless a slash or a dot follows.
 */
record PathsInContainer(OpenDirectory root, String container) {
  private static final int S_IFMT = 0xf000;
  private static final int S_IFDIR = 0x4000;
  private static final int S_IFLNK = 0xa000;

  /** A path's parts: the directory, and the last name or nothing. */
  private record Split(String directory, String name, String shown) {
    static Split of(String path) {
      String clean = path.replaceAll("/+", "/");
      if (clean.isEmpty() || clean.equals("/")) {
        return new Split("/", "", "/");
      }
      boolean whole = clean.endsWith("/") || clean.endsWith("/.") || clean.endsWith("..");
      String bare = clean.replaceAll("/$", "");
      int slash = bare.lastIndexOf('/');
      String last = bare.substring(slash + 1);
      return whole
          ? new Split(clean, "", last)
          : new Split(bare.substring(0, Math.max(slash, 0)) + "/", last, last);
    }
  }

  ContainerPath stat(String path) throws IOException {
    Split split = Split.of(path);
    try (OpenDirectory directory = open(split.directory(), path)) {
      Map<String, Object> attributes = attributes(directory, split, path);
      int mode = mode(attributes);
      return new ContainerPath(
          split.shown(),
          (long) Objects.requireNonNull(attributes.get("size")),
          mode,
          ((FileTime) Objects.requireNonNull(attributes.get("lastModifiedTime"))).toInstant(),
          (mode & S_IFMT) == S_IFLNK ? target(path) : "");
    }
  }

  private Map<String, Object> attributes(OpenDirectory directory, Split split, String path)
      throws IOException {
    try {
      return split.name().isEmpty() ? directory.attributes() : directory.attributes(split.name());
    } catch (java.nio.file.NoSuchFileException e) {
      throw missing(path);
    }
  }

  private static int mode(Map<String, Object> attributes) {
    return (int) Objects.requireNonNull(attributes.get("mode"));
  }

  private String target(String path) throws IOException {
    Path base = root.path();
    String inside = ScopedPath.resolve(base, path).toString().substring(base.toString().length());
    return inside.isEmpty() ? "/" : inside;
  }

  /** Writes a path as a tar whose entries begin with its last part. */
  void read(String path, OutputStream out) throws IOException {
    Split split = Split.of(path);
    TarWriter tar = new TarWriter(out);
    try (OpenDirectory directory = open(split.directory(), path)) {
      if (split.name().isEmpty()) {
        tar.directory(directory, split.shown());
      } else {
        attributes(directory, split, path);
        tar.name(directory, split.name(), split.name());
      }
    }
    tar.finish();
  }

  /** Unpacks a tar into a directory. */
  void write(String path, InputStream in, TarReader.Rules rules) throws IOException {
    try (OpenDirectory directory = open(path, path)) {
      if ((mode(directory.attributes()) & S_IFMT) != S_IFDIR) {
        throw noDirectory();
      }
    }
    new TarReader(root, path, rules).unpack(in);
  }

  /** Refuses a directory of a file system that is read-only (access(2) tells root so). */
  void requireWritable(String path) throws IOException {
    try (OpenDirectory directory = open(path, path)) {
      if (!Files.isWritable(directory.path())) {
        throw new RuntimeFault(RuntimeFault.Kind.FORBIDDEN, "mounted volume is marked read-only");
      }
    }
  }

  private OpenDirectory open(String directory, String path) {
    try {
      return root.within(directory);
    } catch (KernelException e) {
      throw e.errno().is(Errno.ENOENT)
          ? missing(path)
          : e.errno().is(Errno.ENOTDIR) ? noDirectory() : e;
    }
  }

  private static RuntimeFault noDirectory() {
    return new RuntimeFault(RuntimeFault.Kind.INVALID, "extraction point is not a directory");
  }

  private RuntimeFault missing(String path) {
    return new RuntimeFault(
        RuntimeFault.Kind.NOT_FOUND,
        "Could not find the file " + path + " in container " + container);
  }
}
