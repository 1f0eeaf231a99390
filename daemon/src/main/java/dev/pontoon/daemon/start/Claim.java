package dev.pontoon.daemon.start;

import java.io.IOException;
import java.net.ConnectException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A daemon's claim on its data root, pidfile and sockets: two daemons never share one. What a dead
 * daemon left of them is taken over.
 */
public final class Claim implements AutoCloseable {
  private final List<Path> sockets;
  private final Path pidfile;
  private final FileChannel lock;

  private Claim(List<Path> sockets, Path pidfile, FileChannel lock) {
    this.sockets = sockets;
    this.pidfile = pidfile;
    this.lock = lock;
  }

  /**
   * Claims what the options name.
   *
   * @throws StartException if another daemon has it, or it can't be made
   */
  public static Claim take(Options options) {
    checkPidfile(options.pidfile());
    options.sockets().forEach(Claim::checkSocket);
    FileChannel lock = lock(options.dataRoot());
    try {
      options.sockets().forEach(Claim::clearSocket);
      makePrivate(options.execRoot());
      write(options.pidfile());
      return new Claim(options.sockets(), options.pidfile(), lock);
    } catch (IOException e) {
      StartException failure = failure(e);
      close(lock, failure);
      throw failure;
    }
  }

  /** What lies in the roots, such as containers' files and logs, is nobody else's to read. */
  private static void makePrivate(Path root) throws IOException {
    Files.createDirectories(root);
    Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx------"));
  }

  private static void close(FileChannel lock, StartException failure) {
    try {
      lock.close();
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  private static StartException failure(IOException e) {
    return StartException.failure("cannot start: " + e.getMessage(), e);
  }

  private static void checkPidfile(Path pidfile) {
    try {
      long pid = Long.parseLong(Files.readString(pidfile).strip());
      if (pid != ProcessHandle.current().pid() && isDaemon(pid)) {
        throw StartException.failure(
            "process with PID %d is still running; stop it, or delete %s".formatted(pid, pidfile));
      }
    } catch (NoSuchFileException | NumberFormatException e) {
      // none, or not a daemon's
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /** A pid may have been given to another program since; a daemon is a Java process. */
  private static boolean isDaemon(long pid) {
    return ProcessHandle.of(pid)
        .flatMap(p -> p.info().command())
        .map(c -> c.endsWith("java"))
        .orElse(false);
  }

  private static void checkSocket(Path socket) {
    if (!Files.exists(socket)) {
      return;
    }
    try {
      SocketChannel.open(UnixDomainSocketAddress.of(socket)).close();
      throw StartException.failure("the socket %s is in use by a running daemon".formatted(socket));
    } catch (ConnectException e) {
      // nobody listens: a dead daemon's
    } catch (IOException e) {
      throw StartException.failure("%s is in the way: %s".formatted(socket, e.getMessage()), e);
    }
  }

  private static void clearSocket(Path socket) {
    try {
      Files.deleteIfExists(socket);
      Path parent = socket.getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
    } catch (IOException e) {
      throw StartException.failure("cannot listen on " + socket + ": " + e.getMessage(), e);
    }
  }

  private static FileChannel lock(Path dataRoot) {
    try {
      makePrivate(dataRoot);
      FileChannel channel =
          FileChannel.open(
              dataRoot.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (tryLock(channel) == null) {
        channel.close();
        throw StartException.failure(
            "the data root %s is in use by a running daemon".formatted(dataRoot));
      }
      return channel;
    } catch (IOException e) {
      throw StartException.failure(
          "cannot use the data root %s: %s".formatted(dataRoot, e.getMessage()), e);
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // another daemon in this very process
    }
  }

  private static void write(Path pidfile) throws IOException {
    Path parent = pidfile.getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    Files.writeString(pidfile, ProcessHandle.current().pid() + "\n");
  }

  /** Gives everything back. */
  @Override
  public void close() throws IOException {
    for (Path socket : sockets) {
      Files.deleteIfExists(socket);
    }
    Files.deleteIfExists(pidfile);
    lock.close();
  }
}
