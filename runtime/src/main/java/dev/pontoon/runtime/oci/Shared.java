package dev.pontoon.runtime.oci;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a container has in common with another one.
 *
 * @param pid the PID namespace that it joins; null for one as its isolation says
 * @param ipc likewise the IPC namespace
 * @param memory the directory that is its /dev/shm; null for one of its own
 */
public record Shared(@Nullable Path pid, @Nullable Path ipc, @Nullable Path memory) {
  /** Nothing. */
  public static final Shared NOTHING = new Shared(null, null, null);
}
