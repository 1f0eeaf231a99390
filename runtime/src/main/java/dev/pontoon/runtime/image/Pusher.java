package dev.pontoon.runtime.image;

import dev.pontoon.runtime.Credentials;
import dev.pontoon.runtime.ProgressListener;
import dev.pontoon.runtime.PushedImage;
import dev.pontoon.runtime.RuntimeFault;
import dev.pontoon.runtime.RuntimeOptions;
import dev.pontoon.runtime.files.Command;
import dev.pontoon.runtime.files.Disk;
import dev.pontoon.runtime.files.Json;
import dev.pontoon.runtime.image.Manifest.Descriptor;
import dev.pontoon.runtime.image.Manifest.Index;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Brings images to registries with skopeo(1). */
final class Pusher {
  private static final Pattern COPYING = Pattern.compile("Copying blob sha256:(\\w{12}).*");
  private static final String NAME = "pushed";

  private final ImageStore store;
  private final RuntimeOptions options;
  private final Skopeo skopeo;

  Pusher(ImageStore store, RuntimeOptions options) {
    this.store = store;
    this.options = options;
    this.skopeo = new Skopeo(options);
  }

  /** Brings an image to its registry under a name of its. */
  PushedImage push(
      StoredImage image, ImageName name, Credentials credentials, ProgressListener progress) {
    String host = name.host(options.defaultRegistry());
    progress.status("", "The push refers to repository [" + name.familiar() + "]", 0, 0);
    Path directory = null;
    try {
      directory = Files.createTempDirectory(store.temporary(), "push");
      Path layout = layout(image, Files.createDirectory(directory.resolve("layout")));
      Path digest = directory.resolve("digest");
      List<String> command = skopeo.command("", "copy");
      command.add("--dest-tls-verify=" + skopeo.verified(host));
      command.addAll(Skopeo.authorized(host, credentials, directory));
      command.addAll(List.of("--digestfile", digest.toString()));
      command.addAll(
          List.of(
              "oci:" + layout + ":" + NAME, "docker://" + name.remote(options.defaultRegistry())));
      Command.Outcome outcome = Command.run(command, line -> report(line, progress));
      if (!outcome.succeeded()) {
        throw new RuntimeFault(
            RuntimeFault.Kind.FAILED,
            "push " + name.tagged() + ": " + Skopeo.words(outcome.lastLine()));
      }
      return pushed(image, name, new String(Disk.read(digest), StandardCharsets.US_ASCII).strip());
    } catch (IOException e) {
      throw new UncheckedIOException("push " + name.tagged() + ": " + Disk.reason(e), e);
    } finally {
      if (directory != null) {
        Disk.remove(directory);
      }
    }
  }

  /** The image alone in a layout of its own, whose blobs are the store's. */
  private Path layout(StoredImage image, Path layout) throws IOException {
    Path blobs = Files.createDirectories(layout.resolve("blobs/sha256"));
    for (String digest : image.blobs()) {
      Path blob = store.blobs.path(digest);
      Path link = blobs.resolve(blob.getFileName());
      if (!Files.exists(link)) { // equal layers share a blob
        Files.createLink(link, blob);
      }
    }
    Descriptor manifest =
        new Descriptor(
            Manifest.MANIFEST,
            image.manifest().digest(),
            image.manifest().size(),
            Map.of(Manifest.REF_NAME, NAME),
            null);
    Disk.replace(layout.resolve("index.json"), Json.write(new Index(2, null, List.of(manifest))));
    Disk.replace(layout.resolve("oci-layout"), Json.write(Map.of("imageLayoutVersion", "1.0.0")));
    return layout;
  }

  private static PushedImage pushed(StoredImage image, ImageName name, String digest) {
    return new PushedImage(name.tag(), digest, image.manifest().size());
  }

  private static void report(String line, ProgressListener progress) {
    Matcher copying = COPYING.matcher(line);
    if (copying.matches()) {
      progress.status(copying.group(1), "Pushed", 0, 0);
    }
  }
}
