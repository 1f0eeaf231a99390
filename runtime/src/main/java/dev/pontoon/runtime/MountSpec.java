package dev.pontoon.runtime;

import java.nio.file.Path;
import java.util.List;

/**
 * A mount a container asked for.
 *
 * @param source the host's path of a bind, the name of a volume, the id of an image (once resolved,
 *     the option that names its layers to overlayfs); empty for a tmpfs
 * @param target an absolute path in the container
 * @param options mount options such as {@code size=64m} or {@code rprivate}
 * @param subpath a directory of a volume to mount instead of the whole; else empty
 * @param copies whether an empty volume gets what the image has at the target
 * @param anonymous whether the volume was made for this container alone
 */
public record MountSpec(
    Kind kind,
    String source,
    String target,
    boolean readOnly,
    List<String> options,
    String subpath,
    boolean copies,
    boolean anonymous) {

  /** The option of a bind that leaves out what is mounted below its source. */
  public static final String SHALLOW = "bind";

  /**
   * The option of a read-only bind that makes what is mounted below read-only, too (Linux 5.12).
   */
  public static final String DEEP_READ_ONLY = "rro";

  /** What is mounted. */
  public enum Kind {
    /** A path of the host. */
    BIND,
    /** An empty file system in memory. */
    TMPFS,
    /** A directory that outlives the container. */
    VOLUME,
    /** The files of an image, which can only be read. */
    IMAGE
  }

  public MountSpec {
    options = List.copyOf(options);
    subpath = subpath == null ? "" : subpath;
  }

  /** A bind or a tmpfs. */
  public MountSpec(
      Kind kind, String source, String target, boolean readOnly, List<String> options) {
    this(kind, source, target, readOnly, options, "", false, false);
  }

  /** How many directories a place lies below the root. */
  public static int depth(String target) {
    return Path.of(target).normalize().getNameCount();
  }

  /** The same mount of a volume that was made for it. */
  public MountSpec ofAnonymous(String volume) {
    return new MountSpec(kind, volume, target, readOnly, options, subpath, copies, true);
  }
}
