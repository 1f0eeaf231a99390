package dev.pontoon.engine.firewall.iptables;

import dev.pontoon.engine.EngineException;
import dev.pontoon.engine.EngineException.Kind;
import dev.pontoon.linux.netns.NetworkNamespace;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Serial;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Runs the iptables programs in a host namespace, by nsenter where it is not the process's own: a
 * process started on a thread that has entered it would do too, but Java then starts a thread that
 * waits for the process, and that one would hold the namespace for another minute.
 */
final class Iptables {
  private static final String LOCK_SECONDS = "30"; // the lock of iptables-legacy

  private static final int REMEMBERED = 256;

  private final Set<Long> started =
      Collections.newSetFromMap(
          new LinkedHashMap<>() {
            @Serial private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Long, Boolean> eldest) {
              return size() > REMEMBERED;
            }
          });
  private final List<Path> directories;
  private final List<String> prefix;

  /** Looks for the programs in directories, the first ones first. */
  Iptables(NetworkNamespace host, List<Path> directories) {
    this.directories = List.copyOf(directories);
    this.prefix = prefix(host);
  }

  /** Where root's programs are, besides those of PATH, which a daemon's may lack. */
  static List<Path> usualDirectories() {
    String path = System.getenv().getOrDefault("PATH", "");
    return Stream.concat(Stream.of(path.split(":")), Stream.of("/usr/sbin", "/sbin", "/usr/bin"))
        .map(Path::of)
        .toList();
  }

  /** Finds the programs of both families. */
  void require() {
    for (Family family : Family.values()) {
      program(family.program() + "-save");
      program(family.program() + "-restore");
    }
  }

  /** Whether one of the programs lately started had this process id. */
  boolean started(long pid) {
    synchronized (started) {
      return started.contains(pid);
    }
  }

  /** All rules of a family, with counters. */
  String save(Family family) {
    return start(List.of(program(family.program() + "-save"), "-c"), "").output();
  }

  /** Starts a restore that leaves what the script does not name. */
  Running restore(Family family, String script) {
    return start(
        List.of(program(family.program() + "-restore"), "--noflush", "-w", LOCK_SECONDS), script);
  }

  /** A program at work. */
  record Running(Process process, String name) {
    /**
     * Waits for its end.
     *
     * @throws EngineException with the program's own words if it failed
     */
    String output() {
      try {
        String text =
            new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        int status = process.waitFor();
        if (status != 0) {
          String words = text.lines().filter(line -> !line.isBlank()).findFirst().orElse("");
          throw new EngineException(
              Kind.FAILED, "change rules: " + name + " exited with " + status + ": " + words);
        }
        return text;
      } catch (IOException e) {
        throw new EngineException(Kind.FAILED, "read from " + name + ": " + e.getMessage(), e);
      } catch (InterruptedException e) {
        process.destroy();
        Thread.currentThread().interrupt();
        throw new EngineException(Kind.FAILED, "interrupted while " + name + " ran", e);
      }
    }
  }

  private Running start(List<String> command, String input) {
    List<String> whole = new ArrayList<>(prefix);
    whole.addAll(command);
    String name = String.valueOf(Path.of(command.getFirst()).getFileName());
    try {
      Process process = new ProcessBuilder(whole).redirectErrorStream(true).start();
      synchronized (started) {
        started.add(process.pid());
      }
      try (OutputStream stdin = process.getOutputStream()) {
        stdin.write(input.getBytes(StandardCharsets.UTF_8));
      }
      return new Running(process, name);
    } catch (IOException e) {
      throw new EngineException(Kind.FAILED, "run " + name + ": " + e.getMessage(), e);
    }
  }

  private List<String> prefix(NetworkNamespace host) {
    try (NetworkNamespace own = NetworkNamespace.current()) {
      if (own.inode() == host.inode()) {
        return List.of();
      }
    }
    return List.of(
        program("nsenter"),
        "--net=/proc/" + ProcessHandle.current().pid() + "/fd/" + host.fd().number());
  }

  private String program(String name) {
    return directories.stream()
        .map(directory -> directory.resolve(name))
        .filter(Files::isExecutable)
        .findFirst()
        .map(Path::toString)
        .orElseThrow(() ->
            new EngineException(
                Kind.UNSUPPORTED,
                "the firewall backend iptables needs " + name + ", which is not installed"));
  }
}
