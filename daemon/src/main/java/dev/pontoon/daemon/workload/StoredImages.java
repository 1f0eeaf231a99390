package dev.pontoon.daemon.workload;

import dev.pontoon.runtime.ImageInfo;
import dev.pontoon.runtime.LoadedImage;
import dev.pontoon.runtime.ProgressListener;
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
    return List.of();
  }

  @Override
  public ImageInfo inspect(String reference) {
    return images.inspect(reference);
  }

  @Override
  public Optional<ImageInfo> find(String reference) {
    return Optional.empty();
  }

  @Override
  public List<LoadedImage> load(InputStream archive) throws IOException {
    throw new UnsupportedOperationException();
  }

  @Override
  public ImageInfo importTar(InputStream tar, String name, List<String> changes, String message)
      throws IOException {
    throw new UnsupportedOperationException();
  }

  @Override
  public ImageInfo pull(String reference, String platform, ProgressListener progress) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void save(List<String> references, OutputStream out) throws IOException {
    throw new UnsupportedOperationException();
  }

  @Override
  public void tag(String source, String target) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<RemovedImage> remove(String reference, boolean force) {
    throw new UnsupportedOperationException();
  }
}
