package dev.pontoon.runtime.image;

import dev.pontoon.runtime.RuntimeFault;
import dev.pontoon.runtime.Steps;
import dev.pontoon.runtime.files.Disk;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.Set;

/** The content-addressed files of an OCI image layout: {@code blobs/sha256/<hex>}. */
final class Blobs {
  private final Path directory;
  private final Path temporary;
  private final Steps steps;

  Blobs(Path layout, Path temporary, Steps steps) {
    this.directory = Disk.directory(layout.resolve("blobs/sha256"));
    this.temporary = temporary;
    this.steps = steps;
  }

  Path path(String digest) {
    return directory.resolve(Digest.hex(digest));
  }

  boolean has(String digest) {
    return Files.exists(path(digest));
  }

  byte[] read(String digest) {
    return Disk.read(path(digest));
  }

  /** Keeps a document; its digest. */
  String put(byte[] document) {
    String digest = Digest.of(document);
    if (!has(digest)) {
      steps.next("keep blob " + digest);
      Disk.replace(path(digest), document);
    }
    return digest;
  }

  /** Keeps a stream's contents; their digest. */
  String put(InputStream contents) throws IOException {
    Path file = Files.createTempFile(temporary, "blob", "");
    try {
      MessageDigest sha = Digest.start();
      try (var out = Files.newOutputStream(file)) {
        new DigestInputStream(contents, sha).transferTo(out);
      }
      String digest = Digest.finish(sha);
      steps.next("keep blob " + digest);
      Disk.move(file, path(digest));
      return digest;
    } finally {
      Files.deleteIfExists(file);
    }
  }

  /** Keeps a file that is named by what it must contain. */
  void adopt(Path file, String digest) {
    if (has(digest)) {
      return;
    }
    try (InputStream contents = Files.newInputStream(file)) {
      String actual = put(contents);
      if (!actual.equals(digest)) {
        Disk.remove(path(actual));
        throw new RuntimeFault(
            RuntimeFault.Kind.INVALID, "blob " + digest + " has the contents of " + actual);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("read blob " + digest + ": " + Disk.reason(e), e);
    }
  }

  /** Makes all blobs visible in another directory, without copying them. */
  void linkInto(Path other) throws IOException {
    for (Path blob : Disk.list(directory)) {
      Files.createLink(other.resolve(blob.getFileName()), blob);
    }
  }

  /** Removes all but these. */
  void retain(Set<String> digests) {
    for (Path blob : Disk.list(directory)) {
      if (!digests.contains(Digest.PREFIX + blob.getFileName())) {
        steps.next("remove blob " + blob.getFileName());
        Disk.remove(blob);
      }
    }
  }
}
