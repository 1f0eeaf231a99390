package dev.pontoon.runtime.image;

import dev.pontoon.runtime.Credentials;
import dev.pontoon.runtime.ImageConfig;
import dev.pontoon.runtime.ImageInfo;
import dev.pontoon.runtime.ImageStep;
import dev.pontoon.runtime.ImageUser;
import dev.pontoon.runtime.LoadedImage;
import dev.pontoon.runtime.ProgressListener;
import dev.pontoon.runtime.PushedImage;
import dev.pontoon.runtime.RemovedImage;
import dev.pontoon.runtime.RuntimeFault;
import dev.pontoon.runtime.RuntimeOptions;
import dev.pontoon.runtime.Steps;
import dev.pontoon.runtime.files.Disk;
import dev.pontoon.runtime.files.Json;
import dev.pontoon.runtime.files.MalformedDocumentException;
import dev.pontoon.runtime.image.Manifest.Config;
import dev.pontoon.runtime.image.Manifest.Descriptor;
import dev.pontoon.runtime.image.Manifest.History;
import dev.pontoon.runtime.image.Manifest.Rootfs;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The images of one data-root. A reference is a name with a tag or a digest, an id, or a unique
 * prefix of an id, and is resolved as Docker does.
 */
public final class Images {
  private final RuntimeOptions options;
  private final ImageStore store;
  private final Puller puller;
  private final Pusher pusher;
  private final Clock clock = Clock.systemUTC();

  private Images(RuntimeOptions options, Steps steps) {
    this.options = options;
    store = new ImageStore(options.dataRoot().toAbsolutePath().normalize(), steps);
    puller = new Puller(store, options);
    pusher = new Pusher(store, options);
  }

  /**
   * Opens the images; what a crash left half done is removed.
   *
   * @param steps {@link Steps#NONE} but in tests
   */
  public static Images open(RuntimeOptions options, Steps steps) {
    return new Images(options, steps);
  }

  /** All images, newest first. */
  public List<ImageInfo> list() {
    return store.images().stream()
        .map(this::info)
        .sorted(Comparator.comparing(ImageInfo::created).reversed())
        .toList();
  }

  /**
   * An image.
   *
   * @throws RuntimeFault if there is none
   */
  public ImageInfo inspect(String reference) {
    return info(require(reference));
  }

  /** An image, if there is one. */
  public Optional<ImageInfo> find(String reference) {
    return lookup(reference).map(this::info);
  }

  /** A name as it is shown: without the default registry, and with a tag. */
  public String canonical(String reference) {
    return name(reference).tagged();
  }

  /** The directories of layers, highest first, as overlayfs takes them. */
  public List<Path> lowers(List<String> layers) {
    return layers.reversed().stream().map(store.layers::path).toList();
  }

  /** Takes in the images of an archive of {@code docker save} or of an OCI image layout. */
  public List<LoadedImage> load(InputStream archive, ProgressListener progress) {
    Path directory = null;
    try {
      directory = Files.createTempDirectory(store.temporary(), "load");
      return new ArchiveLoader(store, this::canonical, directory, progress).load(archive);
    } catch (MalformedDocumentException e) {
      throw new RuntimeFault(
          RuntimeFault.Kind.INVALID, "not an image archive: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new RuntimeFault(
          RuntimeFault.Kind.INVALID, "read the image archive: " + Disk.reason(e), e);
    } finally {
      if (directory != null) {
        Disk.remove(directory);
      }
    }
  }

  /**
   * Makes an image of one layer from a root file system's tar.
   *
   * @param name empty for none
   * @param changes Dockerfile lines such as {@code CMD ["sh"]}
   */
  public ImageInfo importTar(InputStream tar, String name, List<String> changes, String message) {
    List<String> names = name.isEmpty() ? List.of() : List.of(canonical(name));
    Manifest.Settings settings = Changes.of(changes);
    try {
      return info(importLayer(tar, names, settings, message));
    } catch (IOException e) {
      throw new RuntimeFault(
          RuntimeFault.Kind.INVALID, "read the archive to import: " + Disk.reason(e), e);
    }
  }

  private StoredImage importLayer(
      InputStream tar, List<String> names, Manifest.Settings settings, String message)
      throws IOException {
    // Under the store's lock, so that no removal takes away what is not yet named.
    synchronized (store) {
      String blob = store.blobs.put(tar);
      Path file = store.blobs.path(blob);
      String diffId = store.layers.unpack(file);
      String now = clock.instant().toString();
      Config config =
          new Config(
              now,
              null,
              Platforms.here(),
              "linux",
              settings,
              new Rootfs("layers", List.of(diffId)),
              List.of(new History(now, null, message, null)));
      byte[] document = Json.write(config);
      Manifest manifest =
          new Manifest(
              2,
              Manifest.MANIFEST,
              new Descriptor(Manifest.CONFIG, store.blobs.put(document), document.length),
              List.of(new Descriptor(Manifest.LAYER, blob, Files.size(file))));
      return store.install(store.blobs.put(Json.write(manifest)), names, List.of());
    }
  }

  /**
   * Makes an image of another one's layers and one more.
   *
   * @param base the other image's id
   * @param config how the new image wants to be run, before the changes of the spec
   */
  public ImageInfo commit(String base, ImageConfig config, CommitSpec spec, LayerSource changes) {
    List<String> names = spec.name().isEmpty() ? List.of() : List.of(canonical(spec.name()));
    Changes.of(spec.changes());
    Commit commit = new Commit(store, require(base), config, spec, clock.instant().toString());
    return info(commit.of(changes, names));
  }

  /**
   * Fetches an image from its registry.
   *
   * @param platform {@code linux/arm64}; empty for this machine's
   */
  public ImageInfo pull(
      String reference, String platform, Credentials credentials, ProgressListener progress) {
    return info(puller.pull(name(reference), platform, credentials, progress));
  }

  /** {@link #pull(String, String, Credentials, ProgressListener)} as nobody in particular. */
  public ImageInfo pull(String reference, String platform, ProgressListener progress) {
    return pull(reference, platform, Credentials.NONE, progress);
  }

  /**
   * Brings an image to the registry that its name tells.
   *
   * @throws RuntimeFault if there is no such name, or the registry refuses it
   */
  public PushedImage push(String reference, Credentials credentials, ProgressListener progress) {
    ImageName name = name(reference);
    StoredImage image =
        byName(store.images(), reference)
            .orElseThrow(() ->
                new RuntimeFault(
                    RuntimeFault.Kind.NOT_FOUND,
                    "An image does not exist locally with the tag: " + name.familiar()));
    return pusher.push(image, name, credentials, progress);
  }

  /**
   * Asks a registry, {@code host[:port]}, whether it knows who asks; nothing of it is kept.
   *
   * @throws RuntimeFault DENIED if it does not
   */
  public void login(String registry, Credentials credentials) {
    new Login(new Skopeo(options), store.temporary()).check(registry, credentials);
  }

  /** All tags of a repository that are here. */
  public List<String> tags(String repository) {
    String start = name(repository).familiar() + ":";
    return store.images().stream()
        .flatMap(image -> image.names().stream())
        .filter(name -> name.startsWith(start))
        .sorted()
        .toList();
  }

  /** How an image was made, the last step first. */
  public List<ImageStep> history(String reference) {
    return new Story(require(reference), store.layers).steps();
  }

  /** Bytes that a layer unpacks to. */
  public long layerSize(String diffId) {
    return store.layers.size(diffId);
  }

  /** Writes images as one archive that {@link #load} and Docker read. */
  public void save(List<String> references, OutputStream out) {
    Map<StoredImage, List<String>> images = new LinkedHashMap<>();
    for (String reference : references) {
      StoredImage image = require(reference);
      List<String> names = images.computeIfAbsent(image, _ -> new ArrayList<>());
      if (isName(image, reference)) {
        names.add(canonical(reference));
      }
    }
    try {
      new ArchiveWriter(store.blobs).write(images, out);
    } catch (IOException e) {
      throw new UncheckedIOException("write the image archive: " + Disk.reason(e), e);
    }
  }

  /** Gives an image one more name, taking it from whichever image had it. */
  public void tag(String source, String target) {
    ImageName name = name(target);
    if (!name.digest().isEmpty()) {
      throw new RuntimeFault(
          RuntimeFault.Kind.INVALID, "refusing to create a tag with a digest reference");
    }
    StoredImage image = require(source);
    List<String> names = new ArrayList<>(image.names());
    names.remove(name.tagged());
    names.add(name.tagged());
    store.update(image, names, true);
  }

  /** Removes a name or an image, by Docker's rules; {@code users} are the containers there are. */
  public List<RemovedImage> remove(String reference, boolean force, List<ImageUser> users) {
    StoredImage image = require(reference);
    Removal removal = new Removal(store, force, users);
    return isName(image, reference)
        ? removal.name(image, canonical(reference))
        : removal.image(image);
  }

  private boolean isName(StoredImage image, String reference) {
    try {
      return image.names().contains(canonical(reference));
    } catch (RuntimeFault e) {
      return false; // sha256:... is an id
    }
  }

  private StoredImage require(String reference) {
    return lookup(reference).orElseThrow(() -> RuntimeFault.noSuchImage(shown(reference)));
  }

  /** A name with its tag; what can't be one, as it is. */
  private String shown(String reference) {
    try {
      ImageName name = name(reference);
      return name.digest().isEmpty() ? name.tagged() : reference;
    } catch (RuntimeFault e) {
      return reference;
    }
  }

  private Optional<StoredImage> lookup(String reference) {
    List<StoredImage> images = store.images();
    Optional<StoredImage> exact =
        images.stream()
            .filter(image ->
                image.id().equals(reference)
                    || image.id().equals(Digest.PREFIX + reference)
                    || image.names().contains(reference)
                    || image.digests().contains(reference))
            .findFirst();
    return exact.or(() -> byName(images, reference)).or(() -> byPrefix(images, reference));
  }

  private Optional<StoredImage> byName(List<StoredImage> images, String reference) {
    ImageName name;
    try {
      name = name(reference);
    } catch (RuntimeFault e) {
      return Optional.empty(); // not a name: perhaps an id
    }
    String wanted = name.digest().isEmpty() ? name.tagged() : name.withDigest(name.digest());
    return images.stream()
        .filter(i -> i.names().contains(wanted) || i.digests().contains(wanted))
        .findFirst();
  }

  private static Optional<StoredImage> byPrefix(List<StoredImage> images, String reference) {
    String prefix = reference.startsWith(Digest.PREFIX) ? reference : Digest.PREFIX + reference;
    if (!prefix.matches("sha256:[0-9a-f]{2,64}")) {
      return Optional.empty();
    }
    List<StoredImage> matches =
        images.stream().filter(image -> image.id().startsWith(prefix)).toList();
    if (matches.size() > 1) {
      throw new RuntimeFault(
          RuntimeFault.Kind.INVALID, "multiple images found with provided prefix: " + reference);
    }
    return matches.stream().findFirst();
  }

  private ImageName name(String reference) {
    return ImageName.parse(reference, options.defaultRegistry());
  }

  private ImageInfo info(StoredImage image) {
    return image.info(image.layers().stream().mapToLong(store.layers::size).sum());
  }
}
