package dev.pontoon.runtime;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A container as it stands.
 *
 * @param pid the process's id in the host's namespace; 0 if it does not run
 * @param exitCode of the last run; 128 + n if signal n ended it
 * @param error why it could not be started or was lost; else empty
 * @param imageId empty for a container on a directory
 * @param path the program
 * @param args its arguments
 * @param config the image's, overlaid with the spec's, as it runs
 * @param logPath the log, in the k8s-file format
 * @param directory where the container's own files lie: hosts, resolv.conf, hostname
 */
public record ContainerState(
    String id,
    ContainerSpec spec,
    Instant created,
    Status status,
    int pid,
    int exitCode,
    String error,
    boolean oomKilled,
    @Nullable Instant started,
    @Nullable Instant finished,
    String imageId,
    String path,
    List<String> args,
    ImageConfig config,
    String hostname,
    Path logPath,
    Path directory) {

  /** As in the Docker API. */
  public enum Status {
    CREATED,
    RUNNING,
    /** Its processes are there but get no time. */
    PAUSED,
    EXITED,
    /** It ended while nobody kept it, so that its exit code is unknown. */
    DEAD
  }

  public ContainerState {
    args = List.copyOf(args);
  }

  /** Whether the process is there, if only paused. */
  public boolean running() {
    return status == Status.RUNNING || status == Status.PAUSED;
  }
}
