package dev.pontoon.linux.sockdiag;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Finds the process that holds a socket, by looking through {@code /proc/<pid>/fd} (proc(5)). */
public final class SocketOwners {
  private final Path proc;

  /** Looks through a proc file system. */
  public SocketOwners(Path proc) {
    this.proc = proc;
  }

  /** Looks through {@code /proc}. */
  public SocketOwners() {
    this(Path.of("/proc"));
  }

  /**
   * A process.
   *
   * @param command its name, at most 15 characters
   */
  public record Owner(long pid, String command) {
    @Override
    public String toString() {
      return command + " (pid " + pid + ")";
    }
  }

  /**
   * A process that holds the socket; empty if it ended meanwhile, is not visible from here, or if
   * the kernel itself holds the socket.
   */
  public Optional<Owner> find(long inode) {
    Path socket = Path.of("socket:[" + inode + "]");
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(proc, "[0-9]*")) {
      for (Path process : processes) {
        if (holds(process, socket)) {
          return command(process);
        }
      }
      return Optional.empty();
    } catch (IOException | DirectoryIteratorException e) {
      return Optional.empty(); // naming the holder is a courtesy; the refusal itself stands
    }
  }

  private static boolean holds(Path process, Path socket) {
    try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(process.resolve("fd"))) {
      for (Path descriptor : descriptors) {
        if (isLinkTo(descriptor, socket)) {
          return true;
        }
      }
      return false;
    } catch (IOException | DirectoryIteratorException e) {
      return false; // it ended while we looked
    }
  }

  private static boolean isLinkTo(Path descriptor, Path target) {
    try {
      return Files.readSymbolicLink(descriptor).equals(target);
    } catch (IOException e) {
      return false; // it was closed while we looked
    }
  }

  private static Optional<Owner> command(Path process) {
    try {
      String name = Files.readString(process.resolve("comm")).strip();
      return Optional.of(new Owner(Long.parseLong(process.getFileName().toString()), name));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
