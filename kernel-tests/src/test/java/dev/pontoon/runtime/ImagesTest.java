package dev.pontoon.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images from archives, and containers on them. */
class ImagesTest {
  @TempDir Path directory;
  private RuntimeHost host;

  @BeforeEach
  void open() {
    host = new RuntimeHost(directory);
  }

  @AfterEach
  void nothingIsLeft() throws IOException {
    host.close();
    assertThat(host.mounts()).isEmpty();
    assertThat(directory.resolve("data/images/temporary")).isEmptyDirectory();
  }

  /** A busybox, as an image that prints its environment's A. */
  static ImageInfo busybox(RuntimeHost host, String name) throws IOException {
    return host.images.importTar(
        new Tars()
                .file("bin/busybox", Files.readAllBytes(Path.of("/bin/busybox")), 0755, 0, 0)
                .symlink("bin/sh", "busybox")
                .symlink("bin/cat", "busybox")
                .file("etc/one", "1")
                .file("etc/two", "2")
                .stream(),
        name,
        List.of("CMD [\"sh\", \"-c\", \"echo $A\"]", "ENV A=image", "EXPOSE 80", "LABEL l=m"),
        "made by hand");
  }

  @Test
  void importsARootFileSystem() throws Exception {
    ImageInfo image = busybox(host, "box");

    assertThat(image.tags()).containsExactly("box:latest");
    assertThat(image.comment()).isEqualTo("made by hand");
    assertThat(image.config().exposedPorts()).containsExactly("80/tcp");
    assertThat(image.size()).isGreaterThan(Files.size(Path.of("/bin/busybox")));
    RuntimeHost.Run run = host.run(ContainerSpec.named("a").image("box").build());
    assertThat(run.out()).isEqualTo("image\n");
    RuntimeHost.Run asked =
        host.run(
            ContainerSpec.named("b")
                .image(image.id().substring(7, 19))
                .env(List.of("A=asked"))
                .build());
    assertThat(asked.out()).isEqualTo("asked\n");
    assertThat(host.containers.inspect("a").imageId()).isEqualTo(image.id());
  }

  @Test
  void loadsWhatItSaved() throws Exception {
    ImageInfo image = busybox(host, "box:1");
    ByteArrayOutputStream archive = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(archive)) {
      host.images.save(List.of("box:1"), gzip);
    }
    host.images.remove("box:1", false, List.of());
    assertThat(host.images.list()).isEmpty();
    assertThat(directory.resolve("data/layers")).isEmptyDirectory();
    assertThat(directory.resolve("data/images/blobs/sha256")).isEmptyDirectory();

    List<LoadedImage> loaded =
        host.images.load(new ByteArrayInputStream(archive.toByteArray()), ProgressListener.NONE);
    assertThat(loaded).containsExactly(new LoadedImage("box:1", true));
    assertThat(host.images.inspect("box:1").id()).isEqualTo(image.id());
    assertThat(host.run(ContainerSpec.named("a").image("box:1").build()).out())
        .isEqualTo("image\n");
  }

  @Test
  void loadsWhatOthersSave() throws Exception {
    ImageInfo image = busybox(host, "box:1");
    Path layout = directory.resolve("saved.tar");
    try (var out = Files.newOutputStream(layout)) {
      host.images.save(List.of("box:1"), out);
    }
    Path old = directory.resolve("docker.tar");
    Path oci = directory.resolve("oci.tar");
    skopeo("docker-archive:" + layout, "docker-archive:" + old + ":localhost/box:old");
    skopeo("docker-archive:" + layout, "oci-archive:" + oci + ":box:oci");
    for (Path archive : List.of(old, oci)) {
      try (InputStream in = Files.newInputStream(archive)) {
        assertThat(host.images.load(in, ProgressListener.NONE)).hasSize(1);
      }
    }

    assertThat(host.images.inspect("localhost/box:old").layers()).isEqualTo(image.layers());
    assertThat(host.images.inspect("box:oci").layers()).isEqualTo(image.layers());
    assertThat(host.run(ContainerSpec.named("a").image("localhost/box:old").build()).out())
        .isEqualTo("image\n");
  }

  private static void skopeo(String from, String to) throws Exception {
    Process copy =
        new ProcessBuilder("skopeo", "--insecure-policy", "copy", "-q", from, to)
            .inheritIO()
            .start();
    assertThat(copy.waitFor()).isZero();
  }

  @Test
  void stacksLayersWithTheirWhiteouts() throws Exception {
    byte[] upper = new Tars().file("etc/.wh.one", "").file("etc/three", "3").bytes();
    ImageInfo lower = busybox(host, "lower");
    ImageInfo second =
        host.images.importTar(new ByteArrayInputStream(upper), "upper", List.of(), "");
    String config =
        """
        {"architecture":"amd64","os":"linux","config":{"Cmd":["sh","-c","cd /etc; cat one two three"]},
         "rootfs":{"type":"layers","diff_ids":["%s","%s"]}}
        """
            .formatted(lower.layers().getFirst(), second.layers().getFirst());
    byte[] base =
        new Tars()
            .file("bin/busybox", Files.readAllBytes(Path.of("/bin/busybox")), 0755, 0, 0)
            .symlink("bin/sh", "busybox")
            .symlink("bin/cat", "busybox")
            .file("etc/one", "1")
            .file("etc/two", "2")
            .bytes();
    host.images.load(
        new Tars()
                .file("a/layer.tar", base, 0644, 0, 0)
                .file("b/layer.tar", upper, 0644, 0, 0)
                .symlink("c/layer.tar", "../b/layer.tar")
                .file("config.json", config)
                .file(
                    "manifest.json",
                    "[{\"Config\":\"config.json\",\"RepoTags\":[\"stack:1\"],"
                        + "\"Layers\":[\"a/layer.tar\",\"c/layer.tar\"]}]")
                .stream(),
        ProgressListener.NONE);

    RuntimeHost.Run run = host.run(ContainerSpec.named("a").image("stack:1").build());
    assertThat(run.out()).isEqualTo("23");
    assertThat(run.err()).isEqualTo("cat: can't open 'one': No such file or directory\n");
  }

  @Test
  void refusesWhatIsNoImage() throws IOException {
    assertThatThrownBy(() ->
            host.images.load(
                new ByteArrayInputStream("nonsense".getBytes(StandardCharsets.UTF_8)),
                ProgressListener.NONE))
        .isInstanceOf(RuntimeFault.class);
    assertThatThrownBy(
            () -> host.images.load(new Tars().file("x", "y").stream(), ProgressListener.NONE))
        .hasMessageContaining("neither manifest.json nor index.json");
    InputStream lying =
        new Tars()
                .file("l", "not a tar at all, but of some length")
                .file(
                    "c",
                    "{\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[\"sha256:"
                        + "0".repeat(64)
                        + "\"]}}")
                .file("manifest.json", "[{\"Config\":\"c\",\"Layers\":[\"l\"]}]")
                .stream();
    assertThatThrownBy(() -> host.images.load(lying, ProgressListener.NONE))
        .isInstanceOf(RuntimeException.class);
    assertThat(host.images.list()).isEmpty();
    assertThatThrownBy(() -> host.images.pull("short", "", ProgressListener.NONE))
        .hasMessage(
            "cannot pull short:latest: the name has no registry and no default registry is"
                + " configured");
  }

  @Test
  void removesByDockersRules() throws Exception {
    ImageInfo image = busybox(host, "box");
    host.images.tag("box", "other:2");
    assertThat(host.images.inspect(image.id()).tags()).containsExactly("box:latest", "other:2");
    assertThatThrownBy(() -> host.images.remove(image.id(), false, List.of()))
        .hasMessageContaining("must be forced");
    assertThat(host.images.remove("other:2", false, List.of()))
        .containsExactly(new RemovedImage(true, "other:2"));
    host.containers.create(ContainerSpec.named("user").image("box").build());
    assertThatThrownBy(() -> host.images.remove("box", false, host.containers.imageUsers()))
        .isInstanceOfSatisfying(
            RuntimeFault.class,
            fault -> assertThat(fault.kind()).isEqualTo(RuntimeFault.Kind.CONFLICT))
        .hasMessageContaining("is using its referenced image");
    host.containers.remove("user", false);
    assertThat(host.images.remove("box", false, host.containers.imageUsers()))
        .startsWith(new RemovedImage(true, "box:latest"), new RemovedImage(false, image.id()));
    assertThat(directory.resolve("data/layers")).isEmptyDirectory();
  }
}
