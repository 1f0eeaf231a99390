package dev.pontoon.daemon;

import dev.pontoon.daemon.workload.ContainerFiles;
import dev.pontoon.runtime.ContainerPath;
import dev.pontoon.runtime.ImageInfo;
import dev.pontoon.runtime.PathChange;
import dev.pontoon.runtime.RuntimeFault;
import dev.pontoon.runtime.image.CommitSpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Files that are only names: there is a directory {@code /etc}, and a link {@code /link} to it. */
final class FakeFiles implements ContainerFiles {
  final List<String> written = new ArrayList<>();
  private final FakeImages images;

  FakeFiles(FakeImages images) {
    this.images = images;
  }

  @Override
  public ContainerPath stat(String reference, String path) {
    return switch (path) {
      case "/etc" -> new ContainerPath("etc", 4096, 0x4000 | 0755, Instant.EPOCH, "");
      case "/link" -> new ContainerPath("link", 4, 0xa000 | 0777, Instant.EPOCH, "/etc");
      default ->
          throw new RuntimeFault(
              RuntimeFault.Kind.NOT_FOUND,
              "Could not find the file " + path + " in container " + reference);
    };
  }

  @Override
  public void read(String reference, String path, OutputStream out) {
    print(out, "tar of " + path);
  }

  private static void print(OutputStream out, String text) {
    try {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void write(
      String reference, String path, InputStream tar, boolean keepKinds, boolean owned) {
    stat(reference, path);
    try {
      String text = new String(tar.readAllBytes(), StandardCharsets.UTF_8);
      written.add(text + " to " + path + (keepKinds ? " keeping" : "") + (owned ? " owned" : ""));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void export(String reference, OutputStream out) {
    print(out, "tar of all");
  }

  @Override
  public List<PathChange> changes(String reference) {
    return List.of(
        new PathChange(PathChange.Kind.MODIFIED, "/etc"),
        new PathChange(PathChange.Kind.ADDED, "/etc/new"),
        new PathChange(PathChange.Kind.DELETED, "/etc/old"));
  }

  @Override
  public long size(String reference) {
    return 77;
  }

  @Override
  public ImageInfo commit(String reference, CommitSpec spec) {
    images.tag("box", spec.name());
    return images.inspect(spec.name());
  }
}
