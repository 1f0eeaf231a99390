package dev.pontoon.runtime;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The process a container runs, in the terms of Docker's create call. Empty means the image's.
 *
 * @param entrypoint null for the image's; empty for none
 * @param command the arguments, or the command where there is no entrypoint
 * @param env {@code NAME=value}; a bare {@code NAME} removes the image's
 * @param user {@code user[:group]}, names or numbers
 * @param stopSignal such as {@code SIGTERM}
 * @param stopTimeoutSeconds null for 10
 */
public record ProcessSpec(
    @Nullable List<String> entrypoint,
    List<String> command,
    List<String> env,
    String workingDirectory,
    String user,
    String hostname,
    String domainname,
    boolean tty,
    boolean openStdin,
    boolean stdinOnce,
    String stopSignal,
    @Nullable Integer stopTimeoutSeconds,
    HealthCheck health) {

  public ProcessSpec {
    entrypoint = entrypoint == null ? null : List.copyOf(entrypoint);
    command = List.copyOf(command);
    env = List.copyOf(env);
    health = health == null ? HealthCheck.UNSAID : health;
  }
}
