package dev.pontoon.testkit.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** Debian's static busybox as a root file system, and as an archive of {@code docker save}. */
final class BusyboxImage {
  static final String NAME = "box:latest";

  private BusyboxImage() {}

  /** Makes the root file system. */
  static Path root(Path directory) throws IOException {
    for (String name : List.of("bin", "etc", "tmp")) {
      Files.createDirectories(directory.resolve(name));
    }
    Files.copy(Path.of("/bin/busybox"), directory.resolve("bin/busybox"));
    for (String applet : List.of("sh", "sleep", "true")) {
      Files.createSymbolicLink(directory.resolve("bin/" + applet), Path.of("busybox"));
    }
    return directory;
  }

  /** Makes the archive: of the root file system beside it, in two layers. */
  static Path archive(Path parent) throws IOException {
    Path work = Files.createDirectory(parent.resolve("image"));
    tar(work.resolve("one.tar"), parent.resolve("busybox"), "bin/busybox");
    tar(work.resolve("two.tar"), parent.resolve("busybox"), "bin/sh", "bin/sleep", "etc", "tmp");
    Files.writeString(
        work.resolve("config.json"),
        """
        {"architecture":"amd64","os":"linux","config":{"Cmd":["sh"]},
         "rootfs":{"type":"layers","diff_ids":["sha256:%s","sha256:%s"]}}
        """
            .formatted(digest(work.resolve("one.tar")), digest(work.resolve("two.tar"))));
    Files.writeString(
        work.resolve("manifest.json"),
        """
        [{"Config":"config.json","RepoTags":["%s"],"Layers":["one.tar","two.tar"]}]
        """
            .formatted(NAME));
    Path archive = parent.resolve("image.tar");
    tar(archive, work, "manifest.json", "config.json", "one.tar", "two.tar");
    return archive;
  }

  private static String digest(Path file) throws IOException {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void tar(Path archive, Path directory, String... names) throws IOException {
    List<String> command =
        new java.util.ArrayList<>(
            List.of("tar", "-C", directory.toString(), "-cf", archive.toString()));
    command.addAll(List.of(names));
    try {
      Process process = new ProcessBuilder(command).inheritIO().start();
      if (process.waitFor() != 0) {
        throw new IOException("tar failed on " + archive);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }
}
