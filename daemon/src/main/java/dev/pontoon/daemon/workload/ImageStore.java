package dev.pontoon.daemon.workload;

import dev.pontoon.runtime.Credentials;
import dev.pontoon.runtime.ImageInfo;
import dev.pontoon.runtime.ImageStep;
import dev.pontoon.runtime.LoadedImage;
import dev.pontoon.runtime.ProgressListener;
import dev.pontoon.runtime.PushedImage;
import dev.pontoon.runtime.RemovedImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;

/**
 * What the daemon needs of the image store. A reference is a name with or without a tag, a digest,
 * an id or the unique start of one. Errors are {@link dev.pontoon.runtime.RuntimeFault}s.
 */
public interface ImageStore {
  /** All images. */
  List<ImageInfo> list();

  /** An image. */
  ImageInfo inspect(String reference);

  /** An image, if it is there. */
  Optional<ImageInfo> find(String reference);

  /** Takes images from an archive of {@code docker save} or an OCI layout. */
  List<LoadedImage> load(InputStream archive, ProgressListener progress) throws IOException;

  /**
   * Makes an image of a root file system.
   *
   * @param name empty for none
   * @param changes lines as in a Dockerfile
   */
  ImageInfo importTar(InputStream tar, String name, List<String> changes, String message)
      throws IOException;

  /**
   * Fetches an image from a registry.
   *
   * @param platform empty for the host's
   */
  ImageInfo pull(
      String reference, String platform, Credentials credentials, ProgressListener progress);

  /** Brings an image to the registry that its name tells. */
  PushedImage push(String reference, Credentials credentials, ProgressListener progress);

  /** Asks a registry whether it knows who asks. */
  void login(String registry, Credentials credentials);

  /** All tags of a repository that are here, {@code name:tag}. */
  List<String> tags(String repository);

  /** How an image was made, the last step first. */
  List<ImageStep> history(String reference);

  /** Bytes that a layer of an image unpacks to. */
  long layerSize(String diffId);

  /** How many containers are made of the image with an id. */
  int users(String id);

  /** Writes images as an archive. */
  void save(List<String> references, OutputStream out) throws IOException;

  /** Gives an image one more name. */
  void tag(String source, String target);

  /** Removes a name, and the image with its last one unless a container uses it. */
  List<RemovedImage> remove(String reference, boolean force);
}
