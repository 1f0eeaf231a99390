package dev.pontoon.daemon;

import dev.pontoon.testkit.HostNetwork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a stopped daemon has kept, put into other layouts. */
record OlderState(Path data) {
  private static final Pattern VERSION = Pattern.compile("\"version\":\\d+,");

  static OlderState of(HostNetwork host) {
    return new OlderState(host.directory().resolve("daemon/data"));
  }

  Path database() {
    return data.resolve("network/network.db");
  }

  /** The records and requests of containers. */
  List<Path> documents() throws IOException {
    try (Stream<Path> files = Files.walk(data)) {
      return files
          .filter(file ->
              file.endsWith("container.json") || data.resolve("requests").equals(file.getParent()))
          .sorted()
          .toList();
    }
  }

  /** As the first build left it. */
  void first() throws IOException, SQLException {
    run("ALTER TABLE engine DROP COLUMN relay_port", "PRAGMA user_version = 1");
    for (Path document : documents()) {
      Files.writeString(document, VERSION.matcher(Files.readString(document)).replaceFirst(""));
    }
  }

  /** A document as if a build to come had written it. */
  static void newer(Path document) throws IOException {
    Files.writeString(
        document, VERSION.matcher(Files.readString(document)).replaceFirst("\"version\":99,"));
  }

  void run(String... statements) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database());
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }
}
