package dev.pontoon.runtime.overlay;

import dev.pontoon.linux.sys.FileSystems;
import dev.pontoon.linux.sys.Mounts;
import dev.pontoon.runtime.files.Disk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The root file system of one container: its lower layers under a layer of its own (overlayfs,
 * Documentation/filesystems/overlayfs.rst).
 *
 * <p>The kernel refuses an upper directory that lies below a lower one, as it does when the lower
 * is {@code /}, and one that is itself on an overlay. Then the container's own layer lives in
 * memory and is gone with the container.
 */
public final class RootFilesystem {
  private final Path kept;
  private final Path scratch;
  private final Path merged;

  /**
   * Names the places; nothing is made.
   *
   * @param kept a directory for the container's own layer
   * @param scratch where a layer in memory would be mounted
   * @param merged where the root is mounted
   */
  public RootFilesystem(Path kept, Path scratch, Path merged) {
    this.kept = kept;
    this.scratch = scratch;
    this.merged = merged;
  }

  /** Where the container's root is, once mounted. */
  public Path merged() {
    return merged;
  }

  /** The container's own layer. */
  public Path upper() {
    Path inMemory = scratch.resolve("upper");
    return Files.isDirectory(inMemory) ? inMemory : kept.resolve("upper");
  }

  /**
   * Mounts the root file system.
   *
   * @param lowers the highest layer first; at least one
   */
  public void mount(List<Path> lowers) {
    Path own = kept;
    if (lowers.stream().anyMatch(this::mustBeInMemory)) {
      mountScratch();
      own = scratch;
    }
    Path upper = rootDirectory(own.resolve("upper"), lowers.getLast());
    Path work = Disk.directory(own.resolve("work"));
    Disk.directory(merged);
    Mounts.mount(
        "overlay",
        merged,
        "overlay",
        0,
        lowers(lowers) + ",upperdir=" + escape(upper) + ",workdir=" + escape(work));
  }

  /**
   * The option of a mount that names its layers.
   *
   * @param lowers the highest first
   */
  public static String lowers(List<Path> lowers) {
    return lowers.stream()
        .map(RootFilesystem::escape)
        .collect(Collectors.joining(":", "lowerdir=", ""));
  }

  /** Unmounts the root; the container's own layer stays. Nothing happens if it is not mounted. */
  public void unmount() {
    Unmounting.all(merged);
  }

  /** Unmounts the root and forgets a layer that lived in memory. */
  public void discard() {
    Unmounting.all(merged);
    Unmounting.all(scratch);
    Disk.remove(scratch);
  }

  private void mountScratch() {
    Disk.directory(scratch);
    if (!isMountPoint(scratch)) {
      Mounts.mount("pontoon", scratch, "tmpfs", Mounts.MS_NODEV, "mode=700");
    }
  }

  private boolean mustBeInMemory(Path lower) {
    try {
      Path real = lower.toRealPath();
      Path place = kept.toRealPath();
      return place.startsWith(real)
          || real.startsWith(place)
          || FileSystems.type(place) == FileSystems.OVERLAY;
    } catch (IOException e) {
      throw new UncheckedIOException("resolve " + lower + ": " + Disk.reason(e), e);
    }
  }

  /** The root directory itself takes its owner and mode from the upper layer: copy the lower's. */
  private static Path rootDirectory(Path upper, Path lowest) {
    boolean fresh = !Files.exists(upper);
    Disk.directory(upper);
    if (fresh) {
      try {
        for (String attribute : List.of("unix:mode", "unix:uid", "unix:gid")) {
          Files.setAttribute(upper, attribute, Files.getAttribute(lowest, attribute));
        }
      } catch (IOException e) {
        throw new UncheckedIOException("copy the mode of " + lowest + ": " + Disk.reason(e), e);
      }
    }
    return upper;
  }

  /** Commas and backslashes end an option, colons a layer. */
  private static String escape(Path path) {
    return path.toString().replace("\\", "\\\\").replace(":", "\\:").replace(",", "\\,");
  }

  private static boolean isMountPoint(Path path) {
    try {
      return !Files.getAttribute(path, "unix:dev")
          .equals(Files.getAttribute(path.resolveSibling("."), "unix:dev"));
    } catch (IOException e) {
      throw new UncheckedIOException("look at " + path + ": " + Disk.reason(e), e);
    }
  }
}
