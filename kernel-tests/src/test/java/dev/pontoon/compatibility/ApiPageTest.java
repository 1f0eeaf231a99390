package dev.pontoon.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** The page says what the table says; with {@code -Dpontoon.docs=write} it is written anew. */
final class ApiPageTest {
  private static final boolean WRITE = "write".equals(System.getProperty("pontoon.docs"));

  @Test
  void thePageIsMadeOfTheTable() throws IOException {
    String page = ApiPage.render(ApiTable.read());
    if (WRITE) {
      Files.writeString(ApiPage.FILE, page);
    } else {
      assertThat(Files.readString(ApiPage.FILE))
          .as("docs/api-compatibility.md is stale; ./verify --docs writes it anew")
          .isEqualTo(page);
    }
  }
}
