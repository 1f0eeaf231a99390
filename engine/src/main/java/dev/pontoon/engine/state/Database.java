package dev.pontoon.engine.state;

import dev.pontoon.engine.model.Network;
import dev.pontoon.engine.model.Sandbox;
import dev.pontoon.engine.state.Store.Content;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The tables behind {@link Store}; each method is one transaction. */
final class Database {
  private static final String NETWORK = "network";
  private static final String SANDBOX = "sandbox";

  private final Connection connection;
  private final Documents documents = new Documents();
  private final Map<String, PreparedStatement> statements = new HashMap<>();

  private Database(Connection connection) {
    this.connection = connection;
  }

  /** Reads a file's layout, and changes nothing. */
  static void check(Path file, Layouts layouts) throws SQLException {
    try (Connection connection = connect(file)) {
      layouts.check(connection, file);
    }
  }

  private static Connection connect(Path file) throws SQLException {
    Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA locking_mode = EXCLUSIVE"); // and no shared memory file
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /** SQLite gives its log the mode of the database. */
  private static void makePrivate(Path file) {
    try {
      if (!Files.exists(file)) {
        Files.createFile(file);
      }
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    } catch (IOException e) {
      throw new StoreException("make " + file, e);
    }
  }

  /** Opens a file, whose layout is brought up to date first. */
  static Database open(Path file, Layouts layouts) throws SQLException {
    makePrivate(file);
    Connection connection = connect(file);
    try {
      try (Statement statement = connection.createStatement()) {
        statement.execute("PRAGMA journal_mode = WAL");
        statement.execute("PRAGMA synchronous = NORMAL"); // see inTransaction
      }
      connection.setAutoCommit(false);
      layouts.upgrade(connection, file);
      return new Database(connection);
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  Content load(Supplier<String> newEngineId) throws SQLException {
    State state = State.empty(engineId(newEngineId));
    for (Network network : all(NETWORK, documents::network)) {
      state = state.with(network);
    }
    for (Sandbox sandbox : all(SANDBOX, documents::sandbox)) {
      state = state.with(sandbox);
    }
    Content content = new Content(state, intents(), relayPort());
    connection.commit();
    return content;
  }

  private String engineId(Supplier<String> newEngineId) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      try (ResultSet row = statement.executeQuery("SELECT id FROM engine")) {
        if (row.next()) {
          return row.getString(1);
        }
      }
    }
    String id = newEngineId.get();
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO engine (id) VALUES (?)")) {
      insert.setString(1, id);
      insert.executeUpdate();
    }
    connection.commit();
    return id;
  }

  private int relayPort() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT relay_port FROM engine")) {
      return row.getInt(1);
    }
  }

  void relayPort(int port) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement("UPDATE engine SET relay_port = ?")) {
      update.setInt(1, port);
      update.executeUpdate();
    }
    connection.commit();
  }

  private <T> List<T> all(String table, Function<String, T> parse) throws SQLException {
    List<T> all = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT document FROM " + table)) {
      while (rows.next()) {
        all.add(parse.apply(rows.getString(1)));
      }
    }
    return all;
  }

  private List<Intent> intents() throws SQLException {
    List<Intent> all = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT kind, before, after FROM intent")) {
      while (rows.next()) {
        Optional<String> before = Optional.ofNullable(rows.getString(2));
        Optional<String> after = Optional.ofNullable(rows.getString(3));
        all.add(
            rows.getString(1).equals(NETWORK)
                ? new Intent.OfNetwork(
                    before.map(documents::network), after.map(documents::network))
                : new Intent.OfSandbox(
                    before.map(documents::sandbox), after.map(documents::sandbox)));
      }
    }
    return all;
  }

  void begin(Intent intent) throws SQLException {
    inTransaction(
        intent,
        () -> {
          PreparedStatement begin = prepared("INSERT OR REPLACE INTO intent VALUES (?, ?, ?, ?)");
          begin.setString(1, intent.id());
          begin.setString(2, table(intent));
          begin.setString(3, document(intent.before()));
          begin.setString(4, document(intent.after()));
          begin.executeUpdate();
        });
  }

  void finish(Intent intent) throws SQLException {
    inTransaction(
        intent,
        () -> {
          replace(intent);
          delete(intent);
        });
  }

  void forget(Intent intent) throws SQLException {
    inTransaction(intent, () -> delete(intent));
  }

  /** The intent has the document already, as text. */
  private void replace(Intent intent) throws SQLException {
    String sql =
        intent.after().isPresent()
            ? "INSERT OR REPLACE INTO %s SELECT id, after FROM intent WHERE id = ?"
            : "DELETE FROM %s WHERE id = ?";
    PreparedStatement statement = prepared(sql.formatted(table(intent)));
    statement.setString(1, intent.id());
    statement.executeUpdate();
  }

  private PreparedStatement prepared(String sql) throws SQLException {
    PreparedStatement known = statements.get(sql);
    if (known == null) {
      known = connection.prepareStatement(sql);
      statements.put(sql, known);
    }
    return known;
  }

  private void delete(Intent intent) throws SQLException {
    PreparedStatement statement = prepared("DELETE FROM intent WHERE id = ?");
    statement.setString(1, intent.id());
    statement.executeUpdate();
  }

  private @Nullable String document(Optional<?> value) {
    return value.map(documents::write).orElse(null);
  }

  private static String table(Intent intent) {
    return intent instanceof Intent.OfNetwork ? NETWORK : SANDBOX;
  }

  /** Commits, or rolls back if it fails; waits for the disk where a boot must not lose it. */
  private void inTransaction(Intent intent, Work work) throws SQLException {
    boolean waits = intent instanceof Intent.OfNetwork;
    if (waits) {
      synchronous("FULL");
    }
    try {
      work.run();
      connection.commit();
    } catch (SQLException e) {
      rollBack(e);
      throw e;
    } finally {
      if (waits) {
        synchronous("NORMAL");
      }
    }
  }

  /** Where the disk is full SQLite has rolled back by itself, which the driver does not notice. */
  private void rollBack(SQLException failure) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      failure.addSuppressed(e);
      beginAnew(failure);
    }
  }

  /** The driver commits what it takes for a transaction; that fails, and it is rid of it. */
  private void beginAnew(SQLException failure) {
    for (boolean autoCommit : new boolean[] {true, false}) {
      try {
        connection.setAutoCommit(autoCommit);
      } catch (SQLException e) {
        failure.addSuppressed(e);
      }
    }
  }

  /** Can't be changed inside a transaction, and without autocommit every statement opens one. */
  private void synchronous(String level) throws SQLException {
    try {
      connection.setAutoCommit(true);
      try (Statement statement = connection.createStatement()) {
        statement.execute("PRAGMA synchronous = " + level);
      }
    } finally {
      connection.setAutoCommit(false);
    }
  }

  void close() throws SQLException {
    connection.close();
  }

  private interface Work {
    void run() throws SQLException;
  }
}
