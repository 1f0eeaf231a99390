package dev.pontoon.api;

import java.util.List;

/** A further process to run in a container; the console's size is rows and columns. */
public record ExecConfig(
    boolean attachStdin,
    boolean attachStdout,
    boolean attachStderr,
    boolean tty,
    boolean privileged,
    String detachKeys,
    String user,
    String workingDir,
    List<String> env,
    List<String> cmd,
    List<Integer> consoleSize) {
  public ExecConfig {
    detachKeys = Absent.string(detachKeys);
    user = Absent.string(user);
    workingDir = Absent.string(workingDir);
    env = Absent.list(env);
    cmd = Absent.list(cmd);
    consoleSize = Absent.list(consoleSize);
  }
}
