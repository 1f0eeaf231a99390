package dev.pontoon.runtime.image;

import dev.pontoon.runtime.ImageConfig;
import dev.pontoon.runtime.files.Disk;
import dev.pontoon.runtime.files.Json;
import dev.pontoon.runtime.image.Manifest.Config;
import dev.pontoon.runtime.image.Manifest.Descriptor;
import dev.pontoon.runtime.image.Manifest.History;
import dev.pontoon.runtime.image.Manifest.Rootfs;
import dev.pontoon.runtime.image.Manifest.Settings;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Puts one more layer on an image. */
record Commit(ImageStore store, StoredImage base, ImageConfig config, CommitSpec spec, String now) {

  StoredImage of(LayerSource changes, List<String> names) {
    Path tar = null;
    try {
      tar = Files.createTempFile(store.temporary(), "commit", "");
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(tar))) {
        changes.write(out);
      }
      synchronized (store) { // so that no removal takes away what is not yet named
        return install(tar, names);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("write the changes as a layer: " + Disk.reason(e), e);
    } finally {
      if (tar != null) {
        Disk.remove(tar);
      }
    }
  }

  private StoredImage install(Path tar, List<String> names) throws IOException {
    String blob;
    try (InputStream contents = Files.newInputStream(tar)) {
      blob = store.blobs.put(contents);
    }
    Path file = store.blobs.path(blob);
    String diffId = store.layers.unpack(file);
    byte[] document = Json.write(config(diffId));
    List<Descriptor> layers = new ArrayList<>(base.layerBlobs());
    layers.add(new Descriptor(Manifest.LAYER, blob, Files.size(file)));
    Manifest manifest =
        new Manifest(
            2,
            Manifest.MANIFEST,
            new Descriptor(Manifest.CONFIG, store.blobs.put(document), document.length),
            layers);
    return store.install(store.blobs.put(Json.write(manifest)), names, List.of());
  }

  private Config config(String diffId) {
    Config old = base.config();
    List<String> diffIds = new ArrayList<>(base.layers());
    diffIds.add(diffId);
    List<History> history = new ArrayList<>(Objects.requireNonNullElse(old.history(), List.of()));
    history.add(new History(now, String.join(" ", config.command()), spec.message(), null));
    return new Config(
        now,
        spec.author().isEmpty() ? null : spec.author(),
        old.architecture(),
        old.os(),
        Changes.over(Settings.of(config), spec.changes()),
        new Rootfs("layers", diffIds),
        history);
  }
}
