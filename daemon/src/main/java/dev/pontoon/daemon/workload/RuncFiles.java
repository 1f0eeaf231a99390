package dev.pontoon.daemon.workload;

import dev.pontoon.runtime.ContainerPath;
import dev.pontoon.runtime.ImageInfo;
import dev.pontoon.runtime.PathChange;
import dev.pontoon.runtime.container.Trees;
import dev.pontoon.runtime.image.CommitSpec;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;

/** The files of the containers of runc. */
public record RuncFiles(Trees trees) implements ContainerFiles {
  @Override
  public ContainerPath stat(String reference, String path) {
    return trees.stat(reference, path);
  }

  @Override
  public void read(String reference, String path, OutputStream out) {
    trees.read(reference, path, out);
  }

  @Override
  public void write(
      String reference, String path, InputStream tar, boolean keepKinds, boolean owned) {
    trees.write(reference, path, tar, keepKinds, owned);
  }

  @Override
  public void export(String reference, OutputStream out) {
    trees.export(reference, out);
  }

  @Override
  public List<PathChange> changes(String reference) {
    return trees.changes(reference);
  }

  @Override
  public long size(String reference) {
    return trees.size(reference);
  }

  @Override
  public ImageInfo commit(String reference, CommitSpec spec) {
    return trees.commit(reference, spec);
  }
}
