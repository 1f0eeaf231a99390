package dev.pontoon.runtime.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Files written so that a crash leaves either the old or the new, and trees removed whole. */
public final class Disk {
  private Disk() {}

  /** Replaces a file's contents: temporary file, fsync, rename, fsync of the directory. */
  public static void replace(Path file, byte[] contents) {
    Path temporary = temporary(file);
    try {
      write(temporary, contents);
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
      syncDirectory(file.resolveSibling("."));
    } catch (IOException e) {
      throw failed("write " + file, e);
    }
  }

  /**
   * {@link #replace} without fsync: whoever reads the file finds the old contents or the new, but
   * when power is lost it may be left torn.
   */
  public static void swap(Path file, byte[] contents) {
    Path temporary = temporary(file);
    try {
      Files.write(temporary, contents);
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw failed("write " + file, e);
    }
  }

  private static Path temporary(Path file) {
    return file.resolveSibling("." + file.getFileName() + ".new");
  }

  private static void write(Path file, byte[] contents) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      ByteBuffer buffer = ByteBuffer.wrap(contents);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      channel.force(true);
    }
  }

  /** Writes names made or moved in a directory to the disk. */
  public static void syncDirectory(Path directory) {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      throw failed("sync " + directory, e);
    }
  }

  /** Writes a file that need not survive a crash. */
  public static void overwrite(Path file, byte[] contents) {
    try {
      Files.write(file, contents);
    } catch (IOException e) {
      throw failed("write " + file, e);
    }
  }

  /** The whole of a file. */
  public static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw failed("read " + file, e);
    }
  }

  /** The whole of a file, or null if there is none. */
  public static byte @Nullable [] readIfPresent(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      return null;
    } catch (IOException e) {
      throw failed("read " + file, e);
    }
  }

  /** Makes a directory and those above it; what is new is for the owner alone. */
  public static Path directory(Path directory) {
    try {
      return Files.createDirectories(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } catch (IOException e) {
      throw failed("make directory " + directory, e);
    }
  }

  /** What a directory holds, sorted; nothing if there is no such directory. */
  public static List<Path> list(Path directory) {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.sorted().toList();
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw failed("list " + directory, e);
    }
  }

  /** Moves a file or a tree within its file system. */
  public static void move(Path from, Path to) {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw failed("move " + from + " to " + to, e);
    }
  }

  /** Removes a file, or a tree without following its links; nothing happens if there is none. */
  public static void remove(Path path) {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try {
      Files.walkFileTree(path, new Remover());
    } catch (IOException e) {
      throw failed("remove " + path, e);
    }
  }

  private static UncheckedIOException failed(String operation, IOException e) {
    return new UncheckedIOException(operation + ": " + reason(e), e);
  }

  /** What an exception says, for files with its kind: their messages are bare paths. */
  public static String reason(IOException e) {
    if (e instanceof java.nio.file.FileSystemException file && file.getReason() != null) {
      return file.getReason(); // the kernel's words, as of a full disk
    }
    String message = e.getMessage();
    return message == null || e instanceof java.nio.file.FileSystemException
        ? e.getClass().getSimpleName() + (message == null ? "" : ": " + message)
        : message;
  }

  private static final class Remover extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
      if (e instanceof NoSuchFileException) {
        return FileVisitResult.CONTINUE;
      }
      throw e;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException e)
        throws IOException {
      if (e != null) {
        throw e;
      }
      Files.deleteIfExists(directory);
      return FileVisitResult.CONTINUE;
    }
  }
}
