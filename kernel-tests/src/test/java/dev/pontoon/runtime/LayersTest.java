package dev.pontoon.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pontoon.linux.sys.FileNodes;
import dev.pontoon.linux.sys.KernelException;
import dev.pontoon.runtime.image.Images;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Layers as they lie on the disk, honest and hostile ones. */
class LayersTest {
  @TempDir Path directory;
  private Images images;

  @BeforeEach
  void open() throws IOException {
    Files.writeString(directory.resolve("outside"), "untouched");
    images =
        Images.open(
            RuntimeOptions.at(directory.resolve("data"), directory.resolve("exec")), Steps.NONE);
  }

  private Path unpack(Tars tar) throws IOException {
    ImageInfo image = images.importTar(tar.stream(), "", List.of(), "");
    return images.lowers(image.layers()).getFirst();
  }

  @Test
  void keepsOwnersModesLinksAndAttributes() throws IOException {
    Path layer =
        unpack(
            new Tars()
                .directory("d/", 01777)
                .file("d/f", new byte[] {1}, 04755, 33, 34)
                .hardLink("h", "d/f")
                .symlink("s", "/etc/passwd")
                .device("null", 1, 3)
                .attribute("x", "user.colour", "blue"));

    assertThat(Files.getAttribute(layer.resolve("d"), "unix:mode")).isEqualTo(041777);
    assertThat(Files.getAttribute(layer.resolve("d/f"), "unix:mode")).isEqualTo(0104755);
    assertThat(Files.getAttribute(layer.resolve("d/f"), "unix:uid")).isEqualTo(33);
    assertThat(Files.getAttribute(layer.resolve("d/f"), "unix:gid")).isEqualTo(34);
    assertThat(Files.isSameFile(layer.resolve("h"), layer.resolve("d/f"))).isTrue();
    assertThat(Files.readSymbolicLink(layer.resolve("s"))).isEqualTo(Path.of("/etc/passwd"));
    assertThat(Files.getAttribute(layer.resolve("null"), "unix:rdev")).isEqualTo(0x103L);
    assertThat(FileNodes.attribute(layer.resolve("x"), "user.colour")).asString().isEqualTo("blue");
    assertThat(Files.getAttribute(layer, "unix:mode")).isEqualTo(040755);
  }

  @Test
  void turnsWhiteoutsIntoThoseOfOverlayfs() throws IOException {
    Path layer =
        unpack(
            new Tars()
                .file("d/.wh.gone", "")
                .file("e/.wh..wh..opq", "")
                .file(".wh..wh.plnk", "")
                .file("e/kept", "k"));

    Path gone = layer.resolve("d/gone");
    assertThat(Files.getAttribute(gone, "unix:rdev", LinkOption.NOFOLLOW_LINKS)).isEqualTo(0L);
    assertThat((int) Files.getAttribute(gone, "unix:mode") & 0xf000).isEqualTo(FileNodes.S_IFCHR);
    assertThat(FileNodes.attribute(layer.resolve("e"), "trusted.overlay.opaque"))
        .asString()
        .isEqualTo("y");
    assertThat(layer.resolve("e/kept")).hasContent("k");
    assertThat(layer.resolve(".wh..wh.plnk")).doesNotExist();
  }

  static Stream<Tars> staysInside() {
    return Stream.of(
        new Tars().file("/outside", "x"),
        new Tars().file("../../../outside", "x"),
        new Tars().file("a/../../../../outside", "x"),
        new Tars().symlink("up", "../../..").file("up/outside", "x"),
        new Tars().symlink("up", "/").symlink("on", "up/..").file("on/outside", "x"),
        new Tars().symlink("outside", "../../outside").file("outside", "x"),
        new Tars().file("outside", "y").file("outside", "x"),
        new Tars().directory("d", 0755).symlink("d", "/").file("d/outside", "x"),
        new Tars().file("d", "y").symlink("d", "../..").file("d/outside", "x"),
        new Tars().file("outside\0/../../outside", "x"));
  }

  @ParameterizedTest
  @MethodSource
  void staysInside(Tars tar) throws IOException {
    Path layer = unpack(tar);

    assertThat(layer.resolve("outside")).hasContent("x");
    assertThat(directory.resolve("outside")).hasContent("untouched");
    assertThat(Path.of("/outside")).doesNotExist();
  }

  static Stream<Tars> refuses() {
    return Stream.of(
        new Tars().file("..", "x"),
        new Tars().file("a/..", "x"),
        new Tars().file(".wh...", ""),
        new Tars().file(".wh..", ""),
        new Tars().hardLink("h", "../../outside"),
        new Tars().hardLink("h", "/etc/passwd"),
        new Tars().symlink("l", "loop").symlink("loop", "l").file("l/f", "x"));
  }

  @ParameterizedTest
  @MethodSource
  void refuses(Tars tar) {
    assertThatThrownBy(() -> unpack(tar)).isInstanceOf(RuntimeException.class);
    assertThat(images.list()).isEmpty();
    assertThat(directory.resolve("data/layers")).isEmptyDirectory();
    assertThat(directory.resolve("outside")).hasContent("untouched");
  }

  @Test
  void neverLetsALinkToTheOutsideBeFollowedByAHardLink() throws IOException {
    Path layer =
        unpack(new Tars().symlink("s", directory.resolve("outside").toString()).hardLink("h", "s"));

    assertThat(Files.isSymbolicLink(layer.resolve("h"))).isTrue();
  }

  @Test
  void takesNoAttributesOfOverlayfsFromAnArchive() throws IOException {
    Path layer = unpack(new Tars().attribute("x", "trusted.overlay.redirect", "/"));

    assertThatThrownBy(() -> FileNodes.attribute(layer.resolve("x"), "trusted.overlay.redirect"))
        .isInstanceOf(KernelException.class)
        .hasMessageContaining("ENODATA");
  }
}
