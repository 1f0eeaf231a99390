package dev.pontoon.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A further process as it is; without an exit code until it ended. */
public record ExecInspection(
    @JsonProperty("ID") String id,
    boolean running,
    @Nullable Integer exitCode,
    ProcessConfig processConfig,
    boolean openStdin,
    boolean openStderr,
    boolean openStdout,
    boolean canRemove,
    @JsonProperty("ContainerID") String containerId,
    String detachKeys,
    int pid) {

  /** What runs; these fields are in lower case. */
  public record ProcessConfig(
      @JsonProperty("tty") boolean tty,
      @JsonProperty("entrypoint") String entrypoint,
      @JsonProperty("arguments") List<String> arguments,
      @JsonProperty("privileged") boolean privileged,
      @JsonProperty("user") String user) {}
}
