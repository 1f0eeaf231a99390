package dev.pontoon.daemon;

import dev.pontoon.daemon.workload.ImageStore;
import dev.pontoon.runtime.Credentials;
import dev.pontoon.runtime.ImageConfig;
import dev.pontoon.runtime.ImageInfo;
import dev.pontoon.runtime.ImageStep;
import dev.pontoon.runtime.LoadedImage;
import dev.pontoon.runtime.ProgressListener;
import dev.pontoon.runtime.PushedImage;
import dev.pontoon.runtime.RemovedImage;
import dev.pontoon.runtime.RuntimeFault;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Images that are only names; {@code box:latest} is there, {@code broken} breaks off its pull. */
final class FakeImages implements ImageStore {
  private final Map<String, ImageInfo> images = new LinkedHashMap<>();
  final Set<String> inUse = new HashSet<>();

  FakeImages() {
    add("box:latest");
  }

  private ImageInfo add(String name) {
    ImageInfo image =
        new ImageInfo(
            "sha256:" + "%064x".formatted(images.size() + 1),
            List.of(name),
            List.of(),
            Instant.EPOCH,
            1000,
            "amd64",
            "linux",
            ImageConfig.EMPTY,
            List.of("sha256:aa"),
            "",
            "");
    images.put(name, image);
    return image;
  }

  private static String canonical(String reference) {
    return reference.contains(":") ? reference : reference + ":latest";
  }

  @Override
  public List<ImageInfo> list() {
    return List.copyOf(images.values());
  }

  @Override
  public ImageInfo inspect(String reference) {
    return find(reference).orElseThrow(() -> RuntimeFault.noSuchImage(canonical(reference)));
  }

  @Override
  public Optional<ImageInfo> find(String reference) {
    return Optional.ofNullable(images.get(canonical(reference)));
  }

  @Override
  public List<LoadedImage> load(InputStream archive, ProgressListener progress) throws IOException {
    String name = new String(archive.readAllBytes(), StandardCharsets.UTF_8);
    if (name.isEmpty()) {
      throw new RuntimeFault(RuntimeFault.Kind.INVALID, "the archive holds no image");
    }
    progress.status("layer", "Loading layer", 1, 1);
    add(name);
    return List.of(new LoadedImage(name, true));
  }

  @Override
  public ImageInfo importTar(InputStream tar, String name, List<String> changes, String message)
      throws IOException {
    tar.readAllBytes();
    return add(name);
  }

  @Override
  public ImageInfo pull(
      String reference, String platform, Credentials credentials, ProgressListener progress) {
    if (reference.startsWith("missing")) {
      throw RuntimeFault.noSuchImage(reference);
    }
    progress.status("abc", "Downloading", 10, 100);
    if (reference.startsWith("broken")) {
      throw new RuntimeFault(RuntimeFault.Kind.FAILED, "connection reset");
    }
    return add(reference);
  }

  @Override
  public PushedImage push(String reference, Credentials credentials, ProgressListener progress) {
    inspect(reference);
    progress.status("", "The push refers to repository [" + reference + "]", 0, 0);
    if (!credentials.username().equals("ann")) {
      throw new RuntimeFault(RuntimeFault.Kind.FAILED, "authentication required");
    }
    return new PushedImage("latest", "sha256:cc", 7);
  }

  @Override
  public void login(String registry, Credentials credentials) {
    if (!credentials.password().equals("secret")) {
      throw new RuntimeFault(RuntimeFault.Kind.DENIED, "login to " + registry + ": unauthorized");
    }
  }

  @Override
  public List<String> tags(String repository) {
    return images.keySet().stream().filter(name -> name.startsWith(repository + ":")).toList();
  }

  @Override
  public List<ImageStep> history(String reference) {
    inspect(reference);
    return List.of(new ImageStep("1970-01-01T00:00:01Z", "CMD sh", 1000, "made"));
  }

  @Override
  public long layerSize(String diffId) {
    return 1000;
  }

  @Override
  public int users(String id) {
    return inUse.contains(id) ? 1 : 0;
  }

  @Override
  public void save(List<String> references, OutputStream out) throws IOException {
    out.write(String.join(",", references).getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void tag(String source, String target) {
    inspect(source);
    add(target);
  }

  @Override
  public List<RemovedImage> remove(String reference, boolean force) {
    ImageInfo image = reference.startsWith("sha256:") ? byId(reference) : inspect(reference);
    String name = image.tags().getFirst();
    images.remove(name);
    return List.of(new RemovedImage(true, name), new RemovedImage(false, image.id()));
  }

  private ImageInfo byId(String id) {
    return images.values().stream().filter(i -> i.id().equals(id)).findFirst().orElseThrow();
  }
}
