package dev.pontoon.engine.state;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * The database's layouts, as steps from each to the next: what was written by any older build is
 * brought up to date, and what a newer one has written is refused.
 *
 * @param steps the statements of each step; the first makes layout 1 of an empty database
 */
record Layouts(List<List<String>> steps) {
  private static final List<String> FIRST =
      List.of(
          "CREATE TABLE engine (id TEXT NOT NULL)",
          "CREATE TABLE network (id TEXT PRIMARY KEY, document TEXT NOT NULL) WITHOUT ROWID",
          "CREATE TABLE sandbox (id TEXT PRIMARY KEY, document TEXT NOT NULL) WITHOUT ROWID",
          "CREATE TABLE intent (id TEXT PRIMARY KEY, kind TEXT NOT NULL, before TEXT, after TEXT)"
              + " WITHOUT ROWID");
  private static final List<String> RELAY_PORT =
      List.of("ALTER TABLE engine ADD COLUMN relay_port INTEGER NOT NULL DEFAULT 0");

  /** Those that this build knows. */
  static final Layouts KNOWN = new Layouts(List.of(FIRST, RELAY_PORT));

  Layouts {
    steps = List.copyOf(steps);
  }

  /** The number of the newest. */
  int newest() {
    return steps.size();
  }

  /**
   * Brings a database up to date, a transaction a step.
   *
   * @param connection without autocommit
   * @throws SQLException if it is of a newer layout than the newest here; nothing has changed then
   */
  void upgrade(Connection connection, Path file) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      int layout = check(connection, file);
      connection.commit(); // the next statement begins the first step
      for (List<String> step : steps.subList(layout, newest())) {
        for (String sql : step) {
          statement.execute(sql);
        }
        layout++;
        statement.execute("PRAGMA user_version = " + layout);
        connection.commit();
      }
    } catch (SQLException e) {
      connection.rollback();
      throw e;
    }
  }

  /**
   * Reads a database's layout.
   *
   * @throws SQLException if it is newer than the newest here
   */
  int check(Connection connection, Path file) throws SQLException {
    int layout = layout(connection);
    if (layout > newest()) {
      throw new SQLException(
          "%s has layout %d, of a newer Pontoon; this one reads up to layout %d"
              .formatted(file, layout, newest()));
    }
    return layout;
  }

  private static int layout(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("PRAGMA user_version")) {
      return row.getInt(1);
    }
  }
}
