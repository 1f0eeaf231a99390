package dev.pontoon.runtime;

import java.util.List;

/**
 * A mount a container asked for.
 *
 * @param source the host's path of a bind; empty for a tmpfs
 * @param target an absolute path in the container
 * @param options mount options such as {@code size=64m} or {@code rprivate}
 */
public record MountSpec(
    Kind kind, String source, String target, boolean readOnly, List<String> options) {

  /** What is mounted. */
  public enum Kind {
    /** A path of the host. */
    BIND,
    /** An empty file system in memory. */
    TMPFS
  }

  public MountSpec {
    options = List.copyOf(options);
  }
}
