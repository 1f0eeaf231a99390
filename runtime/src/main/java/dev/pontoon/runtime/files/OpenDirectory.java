package dev.pontoon.runtime.files;

import dev.pontoon.linux.sys.Errno;
import dev.pontoon.linux.sys.Fd;
import dev.pontoon.linux.sys.KernelException;
import dev.pontoon.linux.sys.RootedFiles;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A directory held open by a descriptor. What is done to a name in it concerns that name alone and
 * never what a link points to, so that a tree can be walked while somebody hostile changes it.
 */
public final class OpenDirectory implements AutoCloseable {
  private final Fd fd;

  private OpenDirectory(Fd fd) {
    this.fd = fd;
  }

  /** Takes over a descriptor of a directory. */
  public static OpenDirectory of(Fd fd) {
    return new OpenDirectory(fd);
  }

  /** Opens a directory of the host, links followed. */
  public static OpenDirectory at(Path path) {
    return new OpenDirectory(Fd.open(path, RootedFiles.O_PATH | RootedFiles.O_DIRECTORY, 0));
  }

  /**
   * Opens what a path means to a process whose root is this directory, links followed.
   *
   * @throws KernelException ENOENT if there is none, ENOTDIR if it is none
   */
  public OpenDirectory within(String path) {
    return new OpenDirectory(
        RootedFiles.open(fd, path, RootedFiles.O_PATH | RootedFiles.O_DIRECTORY));
  }

  /** The place of a name, for calls that do not follow a link in the last part. */
  public Path place(String name) {
    return path().resolve(name);
  }

  /** The directory itself. */
  public Path path() {
    return Path.of("/proc/self/fd/" + fd.number());
  }

  /** The names in it, sorted. */
  public List<String> names() throws IOException {
    try (Stream<Path> entries = Files.list(path())) {
      return entries.map(path -> String.valueOf(path.getFileName())).sorted().toList();
    }
  }

  /** Opens a directory in it. */
  public OpenDirectory child(String name) {
    int flags = RootedFiles.O_PATH | RootedFiles.O_DIRECTORY | RootedFiles.O_NOFOLLOW;
    return new OpenDirectory(Fd.open(place(name), flags, 0));
  }

  /** Opens a name, whatever it is, so that it stays the same file from now on. */
  public Fd hold(String name) {
    return Fd.open(place(name), RootedFiles.O_PATH | RootedFiles.O_NOFOLLOW, 0);
  }

  /** Reads a regular file in it. */
  public InputStream read(String name) throws IOException {
    try (Fd file = Fd.open(place(name), Fd.O_RDONLY | Fd.O_NONBLOCK | RootedFiles.O_NOFOLLOW, 0)) {
      return new FileInputStream("/proc/self/fd/" + file.number());
    }
  }

  /** All that stat(2) says of a name: {@code mode}, {@code uid}, {@code size} and so on. */
  public Map<String, Object> attributes(String name) throws IOException {
    return Files.readAttributes(place(name), "unix:*", LinkOption.NOFOLLOW_LINKS);
  }

  /** All that stat(2) says of the directory. */
  public Map<String, Object> attributes() throws IOException {
    return Files.readAttributes(path(), "unix:*");
  }

  /** Removes a name and all below it; nothing happens if there is none. */
  public void remove(String name) throws IOException {
    Path place = place(name);
    if (!Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    if (Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
      try (OpenDirectory below = child(name)) {
        for (String entry : below.names()) {
          below.remove(entry);
        }
      } catch (KernelException e) {
        if (!e.errno().is(Errno.ENOENT)) {
          throw e;
        }
      }
    }
    Files.deleteIfExists(place);
  }

  @Override
  public void close() {
    fd.close();
  }
}
