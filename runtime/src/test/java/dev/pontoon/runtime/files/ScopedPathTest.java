package dev.pontoon.runtime.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScopedPathTest {
  @TempDir Path root;

  @Test
  void staysUnderTheRoot() throws IOException {
    Files.createDirectories(root.resolve("a/b"));
    Files.createSymbolicLink(root.resolve("absolute"), Path.of("/a"));
    Files.createSymbolicLink(root.resolve("a/up"), Path.of("../../../.."));

    assertThat(ScopedPath.resolve(root, "../../etc/passwd")).isEqualTo(root.resolve("etc/passwd"));
    assertThat(ScopedPath.resolve(root, "/absolute/b/c")).isEqualTo(root.resolve("a/b/c"));
    assertThat(ScopedPath.resolve(root, "a/up/etc")).isEqualTo(root.resolve("etc"));
    assertThat(ScopedPath.resolve(root, "a/b/..")).isEqualTo(root.resolve("a"));
    assertThat(ScopedPath.resolve(root, "")).isEqualTo(root);
  }

  @Test
  void refusesLoops() throws IOException {
    Files.createSymbolicLink(root.resolve("x"), Path.of("y"));
    Files.createSymbolicLink(root.resolve("y"), Path.of("x"));

    assertThatThrownBy(() -> ScopedPath.resolve(root, "x"))
        .isInstanceOf(FileSystemLoopException.class);
  }

  @Test
  void replacesFilesAndRemovesTreesWithoutFollowingLinks() throws IOException {
    Path kept = Files.writeString(root.resolve("kept"), "k");
    Path tree = Files.createDirectories(root.resolve("tree/sub"));
    Files.createSymbolicLink(tree.resolve("link"), kept);
    Disk.replace(kept, new byte[] {'n'});
    Disk.remove(root.resolve("tree"));

    assertThat(kept).hasContent("n");
    assertThat(root.resolve("tree")).doesNotExist();
    assertThat(Disk.list(root)).containsExactly(kept);
  }
}
