package dev.pontoon.runtime.image;

import dev.pontoon.runtime.files.Json;
import dev.pontoon.runtime.image.Manifest.Descriptor;
import dev.pontoon.runtime.image.Manifest.Index;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Writes images as one archive that is an OCI image layout and has Docker's manifest.json. */
final class ArchiveWriter {
  private final Blobs blobs;

  ArchiveWriter(Blobs blobs) {
    this.blobs = blobs;
  }

  /** Writes images, each with the names it shall have. */
  void write(Map<StoredImage, List<String>> images, OutputStream out) throws IOException {
    TarArchiveOutputStream tar = new TarArchiveOutputStream(out, StandardCharsets.UTF_8.name());
    tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
    Set<String> digests = new LinkedHashSet<>();
    List<Descriptor> entries = new ArrayList<>();
    List<Map<String, Object>> docker = new ArrayList<>();
    images.forEach((image, names) -> {
      digests.addAll(image.blobs());
      entries.addAll(entries(image, names));
      docker.add(
          Map.of(
              "Config",
              path(image.id()),
              "RepoTags",
              names,
              "Layers",
              image.layerBlobs().stream().map(layer -> path(layer.digest())).toList()));
    });
    for (String digest : digests) {
      file(tar, path(digest), blobs.path(digest));
    }
    document(tar, "oci-layout", Map.of("imageLayoutVersion", "1.0.0"));
    document(tar, "index.json", new Index(2, null, entries));
    document(tar, "manifest.json", docker);
    tar.finish();
    tar.flush();
  }

  private static List<Descriptor> entries(StoredImage image, List<String> names) {
    Descriptor bare = image.manifest();
    if (names.isEmpty()) {
      return List.of(bare);
    }
    return names.stream()
        .map(name ->
            new Descriptor(
                Manifest.MANIFEST,
                bare.digest(),
                bare.size(),
                Map.of(Manifest.REF_NAME, name),
                null))
        .toList();
  }

  private static String path(String digest) {
    return "blobs/sha256/" + Digest.hex(digest);
  }

  private static void file(TarArchiveOutputStream tar, String name, Path file) throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setSize(Files.size(file));
    tar.putArchiveEntry(entry);
    Files.copy(file, tar);
    tar.closeArchiveEntry();
  }

  private static void document(TarArchiveOutputStream tar, String name, Object value)
      throws IOException {
    byte[] bytes = Json.write(value);
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setSize(bytes.length);
    tar.putArchiveEntry(entry);
    tar.write(bytes);
    tar.closeArchiveEntry();
  }
}
