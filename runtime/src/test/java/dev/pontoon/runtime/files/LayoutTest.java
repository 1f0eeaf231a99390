package dev.pontoon.runtime.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pontoon.runtime.RuntimeFault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

class LayoutTest {
  /** A container as a first build kept it, a second and a third one. */
  private record Kept(String title, int patience) {}

  private static final Layout FIRST = new Layout("record", List.of());
  private static final Layout THIRD =
      new Layout("record", List.of(LayoutTest::renamed, LayoutTest::patient));

  @TempDir private Path directory;

  private static ObjectNode renamed(ObjectNode document) {
    document.set("title", document.remove("name"));
    return document;
  }

  private static ObjectNode patient(ObjectNode document) {
    return document.put("patience", 10);
  }

  private Path file(String text) throws IOException {
    return Files.writeString(directory.resolve("kept.json"), text);
  }

  @Test
  void oneWithoutAVersionIsOfTheFirst() throws IOException {
    Path file = file("{\"name\":\"web\"}");
    THIRD.check(file);
    assertThat(Json.read(file, Kept.class, THIRD)).isEqualTo(new Kept("web", 10));
  }

  @Test
  void onlyTheStepsThatAreMissingAreTaken() throws IOException {
    Path file = file("{\"name\":\"left alone\",\"title\":\"web\",\"version\":2}");
    THIRD.check(file);
    assertThat(Json.read(file, Kept.class, THIRD)).isEqualTo(new Kept("web", 10));
  }

  @Test
  void whatIsWrittenTellsItsVersionFirst() throws IOException {
    byte[] written = Json.write(new Kept("web", 3), THIRD);
    assertThat(new String(written, StandardCharsets.UTF_8))
        .isEqualTo("{\"version\":3,\"title\":\"web\",\"patience\":3}");
    Path file = Files.write(directory.resolve("kept.json"), written);
    assertThat(Json.read(file, Kept.class, THIRD)).isEqualTo(new Kept("web", 3));
  }

  @Test
  void aNewerOneIsRefused() throws IOException {
    Path file = file("{\"inner\":{\"version\":1},\"version\":3}");
    String words =
        file + " is a record of version 3, of a newer Pontoon; this one reads up to version 1";
    assertThatThrownBy(() -> FIRST.check(file)).isInstanceOf(RuntimeFault.class).hasMessage(words);
    assertThatThrownBy(() -> Json.read(file, Kept.class, FIRST))
        .isInstanceOf(RuntimeFault.class)
        .hasMessage(words);
  }
}
