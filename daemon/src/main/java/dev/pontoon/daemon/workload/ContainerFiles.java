package dev.pontoon.daemon.workload;

import dev.pontoon.runtime.ContainerPath;
import dev.pontoon.runtime.ImageInfo;
import dev.pontoon.runtime.PathChange;
import dev.pontoon.runtime.image.CommitSpec;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;

/**
 * What the daemon needs of containers' files. References and errors are as those of {@link
 * ContainerRuntime}.
 */
public interface ContainerFiles {
  /** What a path in a container is. */
  ContainerPath stat(String reference, String path);

  /** Writes a path as a tar. */
  void read(String reference, String path, OutputStream out);

  /**
   * Unpacks a tar into a directory.
   *
   * @param keepKinds refuse to put a directory in place of another kind of file, and the reverse
   * @param owned whether what is made belongs to the container's user
   */
  void write(String reference, String path, InputStream tar, boolean keepKinds, boolean owned);

  /** Writes the whole root file system as a tar. */
  void export(String reference, OutputStream out);

  /** How the root file system differs from the image. */
  List<PathChange> changes(String reference);

  /** Bytes of the container's own files. */
  long size(String reference);

  /** Makes an image of the container. */
  ImageInfo commit(String reference, CommitSpec spec);
}
