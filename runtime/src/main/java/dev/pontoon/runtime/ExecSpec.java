package dev.pontoon.runtime;

import java.util.List;

/** A further process in a running container, in the terms of Docker's exec call. */
public record ExecSpec(
    List<String> command,
    List<String> env,
    String user,
    String workingDirectory,
    boolean tty,
    boolean stdin,
    boolean privileged) {

  public ExecSpec {
    command = List.copyOf(command);
    env = List.copyOf(env);
  }

  /** A command with everything else as the container has it. */
  public static ExecSpec of(String... command) {
    return new ExecSpec(List.of(command), List.of(), "", "", false, false, false);
  }
}
