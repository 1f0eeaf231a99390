package dev.pontoon.daemon.workload;

import dev.pontoon.runtime.Credentials;
import dev.pontoon.runtime.ImageInfo;
import dev.pontoon.runtime.ImageStep;
import dev.pontoon.runtime.LoadedImage;
import dev.pontoon.runtime.ProgressListener;
import dev.pontoon.runtime.PushedImage;
import dev.pontoon.runtime.RemovedImage;
import dev.pontoon.runtime.container.Containers;
import dev.pontoon.runtime.image.Images;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;

/**
 * The images of a store.
 *
 * @param containers whose images are not to be removed
 */
public record StoredImages(Images images, Containers containers) implements ImageStore {
  @Override
  public List<ImageInfo> list() {
    return images.list();
  }

  @Override
  public ImageInfo inspect(String reference) {
    return images.inspect(reference);
  }

  @Override
  public Optional<ImageInfo> find(String reference) {
    return images.find(reference);
  }

  @Override
  public List<LoadedImage> load(InputStream archive, ProgressListener progress) throws IOException {
    return images.load(archive, progress);
  }

  @Override
  public ImageInfo importTar(InputStream tar, String name, List<String> changes, String message)
      throws IOException {
    return images.importTar(tar, name, changes, message);
  }

  @Override
  public ImageInfo pull(
      String reference, String platform, Credentials credentials, ProgressListener progress) {
    return images.pull(reference, platform, credentials, progress);
  }

  @Override
  public PushedImage push(String reference, Credentials credentials, ProgressListener progress) {
    return images.push(reference, credentials, progress);
  }

  @Override
  public void login(String registry, Credentials credentials) {
    images.login(registry, credentials);
  }

  @Override
  public List<String> tags(String repository) {
    return images.tags(repository);
  }

  @Override
  public List<ImageStep> history(String reference) {
    return images.history(reference);
  }

  @Override
  public long layerSize(String diffId) {
    return images.layerSize(diffId);
  }

  @Override
  public int users(String id) {
    return (int) containers.imageUsers().stream().filter(user -> user.imageId().equals(id)).count();
  }

  @Override
  public void save(List<String> references, OutputStream out) throws IOException {
    images.save(references, out);
  }

  @Override
  public void tag(String source, String target) {
    images.tag(source, target);
  }

  @Override
  public List<RemovedImage> remove(String reference, boolean force) {
    return images.remove(reference, force, containers.imageUsers());
  }
}
