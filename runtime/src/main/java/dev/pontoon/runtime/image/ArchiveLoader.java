package dev.pontoon.runtime.image;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.pontoon.runtime.LoadedImage;
import dev.pontoon.runtime.ProgressListener;
import dev.pontoon.runtime.RuntimeFault;
import dev.pontoon.runtime.files.Disk;
import dev.pontoon.runtime.files.Json;
import dev.pontoon.runtime.image.Manifest.Descriptor;
import dev.pontoon.runtime.image.Manifest.Index;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;

/**
 * Reads the archives of {@code docker save}, with manifest.json, and those that are an OCI image
 * layout. Entries become files under names of our own, so that theirs can't lead anywhere.
 */
final class ArchiveLoader {
  private static final int MAX_LINKS = 40;
  private static final int STEP = 512 * 1024; // as often as Docker tells

  /** Of docker save, skopeo and image layouts. */
  private static final Pattern LAYER =
      Pattern.compile("(?:blobs/sha256/)?([0-9a-f]{12})[0-9a-f]{52}(?:/layer\\.tar|\\.tar)?");

  private record Item(
      @JsonProperty("Config") String config,
      @JsonProperty("RepoTags") @Nullable List<String> repoTags,
      @JsonProperty("Layers") List<String> layers) {}

  private final ImageStore store;
  private final Function<String, String> canonical;
  private final Path directory;
  private final ProgressListener progress;
  private final Map<String, Path> files = new HashMap<>();
  private final Map<String, String> links = new HashMap<>();

  /**
   * Prepares to load.
   *
   * @param canonical turns a name into the form that is shown
   * @param directory new and empty, for the archive's files
   */
  ArchiveLoader(
      ImageStore store,
      Function<String, String> canonical,
      Path directory,
      ProgressListener progress) {
    this.store = store;
    this.canonical = canonical;
    this.directory = directory;
    this.progress = progress;
  }

  List<LoadedImage> load(InputStream archive) throws IOException {
    extract(new TarArchiveInputStream(Compression.decompressed(archive)));
    // Under the store's lock, so that no removal takes away what is not yet named.
    synchronized (store) {
      if (has("manifest.json")) {
        return loadDocker();
      }
      if (has("index.json")) {
        return loadLayout();
      }
    }
    throw invalid("it holds neither manifest.json nor index.json");
  }

  private void extract(TarArchiveInputStream tar) throws IOException {
    TarArchiveEntry entry = tar.getNextEntry();
    while (entry != null) {
      String name = normal(entry.getName());
      if (entry.isSymbolicLink()) {
        Path parent = Path.of("/" + name).resolveSibling(entry.getLinkName());
        links.put(name, normal(parent.toString()));
      } else if (entry.isLink()) {
        links.put(name, normal(entry.getLinkName()));
      } else if (entry.isFile()) {
        Path file = directory.resolve(Integer.toString(files.size()));
        copy(tar, name, entry.getSize(), file);
        files.put(name, file);
      }
      entry = tar.getNextEntry();
    }
  }

  private void copy(InputStream tar, String name, long size, Path file) throws IOException {
    Matcher layer = LAYER.matcher(name);
    if (size < STEP || !layer.matches()) {
      Files.copy(tar, file); // small ones, documents among them, are there at once
      return;
    }
    byte[] buffer = new byte[STEP];
    long done = 0;
    try (var out = Files.newOutputStream(file)) {
      for (int n = tar.readNBytes(buffer, 0, STEP); n > 0; n = tar.readNBytes(buffer, 0, STEP)) {
        out.write(buffer, 0, n);
        done += n;
        progress.status(layer.group(1), "Loading layer", done, size);
      }
    }
  }

  private static String normal(String name) {
    return Path.of("/" + name).normalize().toString().substring(1);
  }

  private boolean has(String name) {
    return files.containsKey(name) || links.containsKey(name);
  }

  private Path file(String name) {
    String current = normal(name);
    for (int i = 0; i < MAX_LINKS && links.containsKey(current); i++) {
      current = Objects.requireNonNull(links.get(current));
    }
    Path file = files.get(current);
    if (file == null) {
      throw invalid("it lacks " + name);
    }
    return file;
  }

  private byte[] document(String name) {
    return Disk.read(file(name));
  }

  private List<LoadedImage> loadDocker() throws IOException {
    List<LoadedImage> loaded = new ArrayList<>();
    List<Item> items =
        Json.read(document("manifest.json"), new TypeReference<List<Item>>() {}, "manifest.json");
    for (Item item : items) {
      byte[] config = document(item.config());
      List<Descriptor> layers = new ArrayList<>();
      for (String layer : item.layers()) {
        layers.add(layer(file(layer)));
      }
      Manifest manifest =
          new Manifest(
              2,
              Manifest.MANIFEST,
              new Descriptor(Manifest.CONFIG, store.blobs.put(config), config.length),
              layers);
      List<String> tags = item.repoTags() == null ? List.of() : item.repoTags();
      install(store.blobs.put(Json.write(manifest)), tags, loaded);
    }
    return loaded;
  }

  private Descriptor layer(Path file) throws IOException {
    try (InputStream contents = Files.newInputStream(file)) {
      String digest = store.blobs.put(contents);
      byte[] magic;
      try (InputStream again = Files.newInputStream(file)) {
        magic = again.readNBytes(2);
      }
      String type = Manifest.LAYER + (Compression.isGzip(magic) ? "+gzip" : "");
      return new Descriptor(type, digest, Files.size(file));
    }
  }

  private List<LoadedImage> loadLayout() {
    List<LoadedImage> loaded = new ArrayList<>();
    Index index = Json.read(document("index.json"), Index.class, "index.json");
    for (Descriptor entry : index.entries()) {
      install(manifest(entry), layoutNames(entry), loaded);
    }
    return loaded;
  }

  private static List<String> layoutNames(Descriptor entry) {
    String full = entry.annotation("io.containerd.image.name");
    String name = full.isEmpty() ? entry.annotation(Manifest.REF_NAME) : full;
    // The specification's own example is a bare tag, which names nothing.
    return name.contains(":") || name.contains("/") ? List.of(name) : List.of();
  }

  /** Keeps a manifest and its blobs; of an index, the manifest of this machine. */
  private String manifest(Descriptor entry) {
    byte[] document = blob(entry.digest());
    String type = Objects.requireNonNullElse(entry.mediaType(), "");
    if (type.endsWith("image.index.v1+json") || type.endsWith("manifest.list.v2+json")) {
      Index index = Json.read(document, Index.class, entry.digest());
      return manifest(Platforms.choose(index.entries(), Platforms.here()));
    }
    Manifest manifest = Json.read(document, Manifest.class, entry.digest());
    List<Descriptor> parts =
        new ArrayList<>(Objects.requireNonNullElse(manifest.layers(), List.of()));
    if (manifest.config() != null) {
      parts.add(manifest.config());
    }
    parts.forEach(part -> blob(part.digest()));
    return entry.digest();
  }

  private byte[] blob(String digest) {
    if (!Digest.isOne(digest)) {
      throw invalid(digest + " is no sha256 digest");
    }
    Path file = file("blobs/sha256/" + Digest.hex(digest));
    store.blobs.adopt(file, digest);
    return Disk.read(file);
  }

  private void install(String manifest, List<String> tags, List<LoadedImage> loaded) {
    List<String> names = tags.stream().map(canonical).toList();
    StoredImage image = store.install(manifest, names, List.of());
    names.forEach(name -> loaded.add(new LoadedImage(name, true)));
    if (names.isEmpty()) {
      loaded.add(new LoadedImage(image.id(), false));
    }
  }

  private static RuntimeFault invalid(String reason) {
    return new RuntimeFault(RuntimeFault.Kind.INVALID, "not an image archive: " + reason);
  }
}
