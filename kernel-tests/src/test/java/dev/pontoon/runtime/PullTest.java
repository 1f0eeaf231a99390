package dev.pontoon.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pontoon.registry.Registry;
import dev.pontoon.testkit.HostNamespace;
import dev.pontoon.testkit.HostNetwork;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pulling from a registry that listens on a host's loopback, and nowhere else. */
@HostNamespace
class PullTest {
  @TempDir Path directory;
  private Registry registry;
  private RuntimeHost host;

  @BeforeEach
  void startRegistry(HostNetwork own) throws IOException {
    registry = Registry.start(own, directory);
    host =
        new RuntimeHost(
            directory,
            RuntimeOptions.at(directory.resolve("data"), directory.resolve("exec"))
                .withHostNamespace(own.path()));
  }

  @AfterEach
  void stop() {
    host.close();
    registry.close();
  }

  @Test
  void pullsFromALoopbackRegistry() throws Exception {
    ImageInfo image = ImagesTest.busybox(host, "box");
    push("box:latest", "localhost:5000/team/box:1");
    host.images.remove("box", false, List.of());
    List<String> progress = new ArrayList<>();

    ImageInfo pulled =
        host.images.pull(
            "localhost:5000/team/box:1", "", (id, status, _, _) -> progress.add(status));

    assertThat(pulled.tags()).containsExactly("localhost:5000/team/box:1");
    assertThat(pulled.layers()).isEqualTo(image.layers());
    assertThat(pulled.digests()).singleElement().asString().startsWith("localhost:5000/team/box@");
    assertThat(progress)
        .startsWith("Pulling from team/box")
        .contains("Pulling fs layer")
        .endsWith("Status: Downloaded newer image for localhost:5000/team/box:1");
    assertThat(host.run(ContainerSpec.named("a").image(pulled.id()).build()).out())
        .isEqualTo("image\n");

    List<String> again = new ArrayList<>();
    host.images.pull("localhost:5000/team/box:1", "", (_, status, _, _) -> again.add(status));
    assertThat(again.getLast())
        .isEqualTo("Status: Image is up to date for localhost:5000/team/box:1");
    String byDigest = pulled.digests().getFirst();
    assertThat(host.images.pull(byDigest, "", ProgressListener.NONE).id()).isEqualTo(pulled.id());
    assertThat(host.images.inspect(byDigest).id()).isEqualTo(pulled.id());
  }

  @Test
  void saysWhatIsNotThere() {
    assertThatThrownBy(() -> host.images.pull("localhost:5000/no/such", "", ProgressListener.NONE))
        .isInstanceOfSatisfying(
            RuntimeFault.class,
            fault -> assertThat(fault.kind()).isEqualTo(RuntimeFault.Kind.NOT_FOUND))
        .hasMessageContaining("localhost:5000/no/such:latest");
    assertThatThrownBy(() -> host.images.pull("localhost:5001/no/such", "", ProgressListener.NONE))
        .hasMessageContaining("connection refused");
    assertThat(directory.resolve("data/images/temporary")).isEmptyDirectory();
  }

  private void push(String name, String target) {
    host.images.tag(name, target);
    List<String> progress = new ArrayList<>();

    PushedImage pushed =
        host.images.push(target, Credentials.NONE, (_, status, _, _) -> progress.add(status));

    assertThat(pushed.tag()).isEqualTo(target.substring(target.lastIndexOf(':') + 1));
    assertThat(pushed.digest()).matches("sha256:[0-9a-f]{64}");
    assertThat(progress)
        .first()
        .asString()
        .startsWith("The push refers to repository [localhost:5000/");
    assertThat(progress).contains("Pushed");
    host.images.remove(target, false, List.of());
  }

  @Test
  void saysWhichRegistryTakesNothing() throws IOException {
    ImageInfo image = ImagesTest.busybox(host, "box");
    host.images.tag(image.id(), "localhost:5001/team/box:1");

    assertThatThrownBy(() ->
            host.images.push("localhost:5001/team/box:1", Credentials.NONE, ProgressListener.NONE))
        .hasMessageStartingWith("push localhost:5001/team/box:1: ")
        .hasMessageContaining("connection refused");
    assertThatThrownBy(
            () -> host.images.push("localhost:5000/gone", Credentials.NONE, ProgressListener.NONE))
        .hasMessage("An image does not exist locally with the tag: localhost:5000/gone");
    assertThat(directory.resolve("data/images/temporary")).isEmptyDirectory();
  }
}
