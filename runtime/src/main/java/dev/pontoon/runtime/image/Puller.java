package dev.pontoon.runtime.image;

import dev.pontoon.runtime.Credentials;
import dev.pontoon.runtime.ProgressListener;
import dev.pontoon.runtime.RuntimeFault;
import dev.pontoon.runtime.RuntimeOptions;
import dev.pontoon.runtime.files.Command;
import dev.pontoon.runtime.files.Disk;
import dev.pontoon.runtime.files.Json;
import dev.pontoon.runtime.image.Manifest.Index;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Fetches images from registries with skopeo(1). */
final class Puller {
  private static final int WIDTH = 200; // columns, in which skopeo's bars have their numbers

  private final ImageStore store;
  private final RuntimeOptions options;
  private final Skopeo skopeo;

  Puller(ImageStore store, RuntimeOptions options) {
    this.store = store;
    this.options = options;
    this.skopeo = new Skopeo(options);
  }

  /** Fetches an image; nothing of it stays if that fails. */
  StoredImage pull(
      ImageName name, String platform, Credentials credentials, ProgressListener listener) {
    String remote = name.remote(options.defaultRegistry());
    String host = name.host(options.defaultRegistry());
    Announcement progress =
        new Announcement(listener, name.tag(), "Pulling from " + name.repository());
    Path directory = null;
    try {
      directory = Files.createTempDirectory(store.temporary(), "pull");
      Path shared = Files.createDirectories(directory.resolve("blobs/sha256"));
      store.blobs.linkInto(shared); // skopeo fetches only what is not there
      Path layout = directory.resolve("layout");
      List<String> authorized = Skopeo.authorized(host, credentials, directory);
      List<String> command = skopeo.command(platform, "copy");
      command.add("--src-tls-verify=" + skopeo.verified(host));
      command.addAll(authorized);
      command.addAll(List.of("--dest-shared-blob-dir", directory.resolve("blobs").toString()));
      command.addAll(List.of("docker://" + remote, "oci:" + layout + ":pulled"));
      store.steps().next("run skopeo copy");
      CopyProgress copied = new CopyProgress(progress);
      // It tells how far it is on a terminal only.
      Command.Outcome outcome = Command.runOnTerminal(command, WIDTH, copied::line);
      if (!outcome.succeeded()) {
        throw failed(name, outcome.lastLine());
      }
      store.steps().next("skopeo copy is done");
      Index index = Json.read(layout.resolve("index.json"), Index.class);
      String manifest = index.entries().getFirst().digest();
      String digest = remoteDigest(name, platform, authorized).orElse(manifest);
      List<String> names = name.digest().isEmpty() ? List.of(name.tagged()) : List.of();
      boolean known = known(manifest, names);
      StoredImage image = keep(shared, manifest, names, name.withDigest(digest));
      copied.kept();
      progress.status("", "Digest: " + digest, 0, 0);
      progress.status(
          "",
          "Status: "
              + (known ? "Image is up to date for " : "Downloaded newer image for ")
              + (names.isEmpty() ? name.withDigest(digest) : name.tagged()),
          0,
          0);
      return image;
    } catch (IOException e) {
      throw new UncheckedIOException("pull " + name.tagged() + ": " + Disk.reason(e), e);
    } finally {
      if (directory != null) {
        Disk.remove(directory);
      }
    }
  }

  private boolean known(String manifest, List<String> names) {
    return store.images().stream()
        .anyMatch(image ->
            image.manifest().digest().equals(manifest) && image.names().containsAll(names));
  }

  /** Under the store's lock, so that no removal takes away what is not yet named. */
  private StoredImage keep(Path shared, String manifest, List<String> names, String digest) {
    synchronized (store) {
      for (Path blob : Disk.list(shared)) {
        store.blobs.adopt(blob, Digest.PREFIX + blob.getFileName());
      }
      return store.install(manifest, names, List.of(digest));
    }
  }

  /** The registry's own digest: skopeo may have converted the manifest on its way. */
  private Optional<String> remoteDigest(ImageName name, String platform, List<String> authorized) {
    if (!name.digest().isEmpty()) {
      return Optional.of(name.digest());
    }
    List<String> command = skopeo.command(platform, "inspect");
    command.add("--tls-verify=" + skopeo.verified(name.host(options.defaultRegistry())));
    command.addAll(authorized);
    command.addAll(List.of("--no-tags", "--format", "{{.Digest}}"));
    command.add("docker://" + name.remote(options.defaultRegistry()));
    store.steps().next("run skopeo inspect");
    Command.Outcome outcome = Command.run(command);
    String digest = outcome.output().strip();
    return outcome.succeeded() && Digest.isOne(digest) ? Optional.of(digest) : Optional.empty();
  }

  private static RuntimeFault failed(ImageName name, String line) {
    String words = Skopeo.words(line);
    boolean unknown =
        words.contains("manifest unknown")
            || words.contains("name unknown")
            || words.contains("not found");
    return new RuntimeFault(
        unknown ? RuntimeFault.Kind.NOT_FOUND : RuntimeFault.Kind.FAILED,
        unknown
            ? "manifest for " + name.tagged() + " not found: " + words
            : "pull " + name.tagged() + ": " + words);
  }
}
