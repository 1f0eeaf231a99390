package dev.pontoon.runtime.conmon;

import dev.pontoon.runtime.files.Blocking;
import dev.pontoon.runtime.files.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The lines conmon writes to its sync and attach pipes: a number and, on failure, words. */
final class SyncPipe implements AutoCloseable {
  /** One line; a negative number is a failure. */
  record Report(int data, String message) {}

  private final BufferedReader reader;

  SyncPipe(InputStream stream) {
    reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
  }

  /** The next line, or null when conmon closed its end. */
  @Nullable Report next() throws IOException {
    String line = Blocking.call(reader::readLine);
    if (line == null) {
      return null;
    }
    JsonNode node = Json.tree(line.getBytes(StandardCharsets.UTF_8), "conmon's report");
    return new Report(node.path("data").asInt(-1), node.path("message").asString(""));
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
