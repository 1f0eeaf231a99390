package dev.pontoon.runtime.image;

import dev.pontoon.runtime.RuntimeFault;
import dev.pontoon.runtime.Steps;
import dev.pontoon.runtime.files.Disk;
import dev.pontoon.runtime.files.Json;
import dev.pontoon.runtime.image.Manifest.Config;
import dev.pontoon.runtime.image.Manifest.Descriptor;
import dev.pontoon.runtime.image.Manifest.Index;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An OCI image layout with its layers unpacked beside it. One entry of index.json a name; an image
 * without a name has one entry. What index.json does not reach is removed at the next opening.
 */
final class ImageStore {
  private static final String DIGESTS = "dev.pontoon.digests";

  final Blobs blobs;
  final Layers layers;
  private final Path index;
  private final Path temporary;
  private final Steps steps;
  private volatile List<StoredImage> images;

  ImageStore(Path dataRoot, Steps steps) {
    Path layout = Disk.directory(dataRoot.resolve("images"));
    this.index = layout.resolve("index.json");
    this.temporary = layout.resolve("temporary");
    this.steps = steps;
    Disk.remove(temporary);
    Disk.directory(temporary);
    blobs = new Blobs(layout, temporary, steps);
    layers = new Layers(dataRoot.resolve("layers"), temporary, steps);
    Disk.overwrite(
        layout.resolve("oci-layout"),
        "{\"imageLayoutVersion\":\"1.0.0\"}".getBytes(StandardCharsets.US_ASCII));
    images = load();
    collect(images);
  }

  /** For files that go when the daemon ends. On the same file system. */
  Path temporary() {
    return temporary;
  }

  /** Hears of every step. */
  Steps steps() {
    return steps;
  }

  List<StoredImage> images() {
    return images;
  }

  private List<StoredImage> load() {
    byte[] document = Disk.readIfPresent(index);
    if (document == null) {
      return List.of();
    }
    Map<String, StoredImage> byManifest = new LinkedHashMap<>();
    for (Descriptor entry : Json.read(document, Index.class, index.toString()).entries()) {
      StoredImage image =
          byManifest.computeIfAbsent(entry.digest(), _ -> read(entry.digest(), List.of()));
      Set<String> names = new LinkedHashSet<>(image.names());
      names.add(entry.annotation(Manifest.REF_NAME));
      names.remove("");
      Set<String> digests = new LinkedHashSet<>(image.digests());
      digests.addAll(List.of(entry.annotation(DIGESTS).split(" ", -1)));
      digests.remove("");
      byManifest.put(entry.digest(), image.with(List.copyOf(names), List.copyOf(digests)));
    }
    return List.copyOf(byManifest.values());
  }

  private StoredImage read(String manifestDigest, List<String> digests) {
    byte[] document = blobs.read(manifestDigest);
    Manifest manifest = Json.read(document, Manifest.class, "manifest " + manifestDigest);
    Descriptor configuration = manifest.config();
    if (configuration == null) {
      throw new RuntimeFault(
          RuntimeFault.Kind.INVALID, "manifest " + manifestDigest + " has no configuration");
    }
    Config config =
        Json.read(
            blobs.read(configuration.digest()),
            Config.class,
            "configuration " + configuration.digest());
    return new StoredImage(
        configuration.digest(),
        new Descriptor(Manifest.MANIFEST, manifestDigest, document.length),
        manifest,
        config,
        List.of(),
        digests);
  }

  /** Takes in an image whose blobs are all there; a name it gets leaves the image that had it. */
  synchronized StoredImage install(
      String manifestDigest, List<String> names, List<String> digests) {
    StoredImage fresh = read(manifestDigest, digests);
    List<Descriptor> layerBlobs = fresh.layerBlobs();
    if (layerBlobs.size() != fresh.layers().size()) {
      throw new RuntimeFault(
          RuntimeFault.Kind.INVALID,
          "image "
              + fresh.id()
              + " has "
              + layerBlobs.size()
              + " layers but another configuration");
    }
    for (int i = 0; i < layerBlobs.size(); i++) {
      layers.ensure(fresh.layers().get(i), blobs.path(layerBlobs.get(i).digest()));
    }
    StoredImage known =
        images.stream().filter(image -> image.id().equals(fresh.id())).findFirst().orElse(fresh);
    StoredImage named = known.with(join(known.names(), names), join(known.digests(), digests));
    List<StoredImage> next = new ArrayList<>();
    for (StoredImage image : images) {
      if (!image.id().equals(fresh.id())) {
        next.add(image.with(without(image.names(), names), image.digests()));
      }
    }
    next.add(named);
    save(next);
    return named;
  }

  /** Replaces an image's names, or removes the image. */
  synchronized void update(StoredImage image, List<String> names, boolean keep) {
    List<StoredImage> next = new ArrayList<>();
    for (StoredImage present : images) {
      if (!present.id().equals(image.id())) {
        next.add(present.with(without(present.names(), names), present.digests()));
      } else if (keep) {
        next.add(present.with(names, present.digests()));
      }
    }
    save(next);
    if (!keep) {
      collect(next);
    }
  }

  private void save(List<StoredImage> next) {
    List<Descriptor> entries = new ArrayList<>();
    for (StoredImage image : next) {
      List<String> names = image.names().isEmpty() ? List.of("") : image.names();
      names.forEach(name -> entries.add(entry(image, name)));
    }
    steps.next("write image index");
    Disk.replace(index, Json.write(new Index(2, null, entries)));
    images = List.copyOf(next);
  }

  private static Descriptor entry(StoredImage image, String name) {
    Map<String, String> annotations = new HashMap<>();
    if (!name.isEmpty()) {
      annotations.put(Manifest.REF_NAME, name);
    }
    if (!image.digests().isEmpty()) {
      annotations.put(DIGESTS, String.join(" ", image.digests()));
    }
    return new Descriptor(
        Manifest.MANIFEST, image.manifest().digest(), image.manifest().size(), annotations, null);
  }

  private void collect(List<StoredImage> reachable) {
    Set<String> digests = new HashSet<>();
    Set<String> diffIds = new HashSet<>();
    for (StoredImage image : reachable) {
      digests.addAll(image.blobs());
      diffIds.addAll(image.layers());
    }
    steps.next("remove unreachable blobs and layers");
    blobs.retain(digests);
    layers.retain(diffIds);
  }

  private static List<String> join(List<String> some, List<String> more) {
    Set<String> all = new LinkedHashSet<>(some);
    all.addAll(more);
    return List.copyOf(all);
  }

  private static List<String> without(List<String> some, List<String> gone) {
    return some.stream().filter(name -> !gone.contains(name)).toList();
  }
}
