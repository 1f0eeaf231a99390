package dev.pontoon.runtime.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pontoon.runtime.RuntimeFault;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageNameTest {
  private static final String DEFAULT = "registry.example/library";
  private static final String DIGEST = "sha256:" + "a".repeat(64);

  @ParameterizedTest
  @CsvSource({
    "box, box:latest, registry.example/library/box:latest",
    "box:1, box:1, registry.example/library/box:1",
    "a/b/c:1, a/b/c:1, registry.example/library/a/b/c:1",
    "registry.example/library/box, box:latest, registry.example/library/box:latest",
    "localhost/box, localhost/box:latest, localhost/box:latest",
    "localhost:5000/box, localhost:5000/box:latest, localhost:5000/box:latest",
    "h.example/a_b/c--d:V1.0, h.example/a_b/c--d:V1.0, h.example/a_b/c--d:V1.0"
  })
  void readsNamesAsDockerDoes(String text, String shown, String remote) {
    ImageName name = ImageName.parse(text, DEFAULT);

    assertThat(name.tagged()).isEqualTo(shown);
    assertThat(name.remote(DEFAULT)).isEqualTo(remote);
  }

  @Test
  void keepsADigest() {
    ImageName name = ImageName.parse("h.example/box@" + DIGEST, DEFAULT);

    assertThat(name.tag()).isEmpty();
    assertThat(name.remote(DEFAULT)).isEqualTo("h.example/box@" + DIGEST);
    assertThat(name.host(DEFAULT)).isEqualTo("h.example");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ":1", "a//b", "a:", "a@sha256:1", "-a", "a/B", "a b", "a:-", "a/"})
  void refusesWhatIsNoName(String text) {
    assertThatThrownBy(() -> ImageName.parse(text, DEFAULT))
        .isInstanceOf(RuntimeFault.class)
        .hasMessageStartingWith("invalid reference format");
  }

  @Test
  void refusesToPullAShortNameFromNowhere() {
    assertThatThrownBy(() -> ImageName.parse("box", "").remote(""))
        .hasMessageContaining("no default registry is configured");
  }

  @ParameterizedTest
  @CsvSource({
    "localhost:5000, true",
    "127.0.0.2:5000, true",
    "[::1]:5000, true",
    "10.1.2.3:5000, true",
    "10.2.2.3, false",
    "h.example, true",
    "h.example:1, true",
    "i.example, false"
  })
  void trustsLoopbackAndWhatWasNamed(String host, boolean insecure) {
    InsecureRegistries registries = new InsecureRegistries(List.of("10.1.0.0/16", "h.example"));

    assertThat(registries.contains(host)).isEqualTo(insecure);
  }

  @Test
  void readsChanges() {
    Manifest.Settings settings =
        Changes.of(
            List.of(
                "CMD [\"a\", \"b\"]",
                "entrypoint run it",
                "ENV A=1 B=2",
                "ENV C three words",
                "LABEL l=\"x\"",
                "EXPOSE 80 53/udp",
                "WORKDIR /w"));

    assertThat(settings.command()).containsExactly("a", "b");
    assertThat(settings.entrypoint()).containsExactly("/bin/sh", "-c", "run it");
    assertThat(settings.env()).containsExactly("A=1", "B=2", "C=three words");
    assertThat(settings.labels()).containsEntry("l", "x");
    assertThat(settings.exposedPorts()).containsOnlyKeys("80/tcp", "53/udp");
    assertThat(settings.workingDir()).isEqualTo("/w");
    assertThatThrownBy(() -> Changes.of(List.of("RUN x"))).isInstanceOf(RuntimeFault.class);
  }
}
