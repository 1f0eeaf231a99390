package dev.pontoon.runtime.image;

import dev.pontoon.runtime.RuntimeFault;
import dev.pontoon.runtime.Steps;
import dev.pontoon.runtime.files.Disk;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The unpacked layers, each once, in a directory named by the start of its diff id: mount(2) takes
 * 4,096 bytes of options, so that the names must be short for an image of many layers.
 */
final class Layers {
  private static final int NAME_LENGTH = 24;

  private final Path directory;
  private final Path temporary;
  private final Steps steps;

  Layers(Path directory, Path temporary, Steps steps) {
    this.directory = Disk.directory(directory);
    this.temporary = temporary;
    this.steps = steps;
  }

  Path path(String diffId) {
    return directory.resolve(name(diffId));
  }

  private static String name(String diffId) {
    return Digest.hex(diffId).substring(0, NAME_LENGTH);
  }

  boolean has(String diffId) {
    return Files.exists(path(diffId));
  }

  /** Bytes of a layer's tar. */
  long size(String diffId) {
    byte[] size = Disk.readIfPresent(sizeFile(diffId));
    return size == null ? 0 : Long.parseLong(new String(size, StandardCharsets.US_ASCII));
  }

  private Path sizeFile(String diffId) {
    return directory.resolve(name(diffId) + ".size");
  }

  /** Unpacks a layer if it is not there. */
  void ensure(String diffId, Path blob) {
    if (has(diffId)) {
      return;
    }
    String actual = unpack(blob);
    if (!actual.equals(diffId)) {
      throw new RuntimeFault(
          RuntimeFault.Kind.INVALID, "layer " + diffId + " has the contents of " + actual);
    }
  }

  /** Unpacks a layer; it appears whole or not at all. Its diff id. */
  String unpack(Path blob) {
    steps.next("unpack layer " + blob.getFileName());
    Path fresh = null;
    try (InputStream file = Files.newInputStream(blob);
        InputStream tar = Compression.decompressed(file)) {
      fresh =
          Files.createTempDirectory(
              temporary,
              "layer",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
      Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwxr-xr-x"));
      MessageDigest sha = Digest.start();
      Counting counted = new Counting(new DigestInputStream(tar, sha));
      new LayerUnpacker(fresh).unpack(counted);
      String diffId = Digest.finish(sha);
      if (!has(diffId)) {
        steps.next("keep layer " + diffId);
        byte[] size = Long.toString(counted.count).getBytes(StandardCharsets.US_ASCII);
        Disk.replace(sizeFile(diffId), size);
        steps.next("show layer " + diffId);
        Disk.move(fresh, path(diffId));
        Disk.syncDirectory(directory);
      }
      return diffId;
    } catch (IOException e) {
      throw new UncheckedIOException("unpack a layer: " + Disk.reason(e), e);
    } finally {
      if (fresh != null) {
        Disk.remove(fresh);
      }
    }
  }

  /** Removes all but these. */
  void retain(Set<String> diffIds) {
    Set<String> names = diffIds.stream().map(Layers::name).collect(Collectors.toSet());
    for (Path entry : Disk.list(directory)) {
      String name = entry.getFileName().toString().replace(".size", "");
      if (!names.contains(name)) {
        steps.next("remove layer " + entry.getFileName());
        Disk.remove(entry);
      }
    }
  }

  private static final class Counting extends FilterInputStream {
    private long count;

    Counting(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int value = super.read();
      count += value < 0 ? 0 : 1;
      return value;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int read = super.read(buffer, offset, length);
      count += Math.max(read, 0);
      return read;
    }

    /** Skipped bytes count for the digest, too: they are read. */
    @Override
    public long skip(long length) throws IOException {
      byte[] buffer = new byte[64 * 1024];
      long skipped = 0;
      while (skipped < length) {
        int read = read(buffer, 0, (int) Math.min(buffer.length, length - skipped));
        if (read < 0) {
          break;
        }
        skipped += read;
      }
      return skipped;
    }
  }
}
