package dev.pontoon.engine.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pontoon.engine.Samples;
import dev.pontoon.engine.plan.Seam;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayoutsTest {
  private static final String ENGINE = "e1".repeat(32);

  /** A database as the first build made it, with a network, a container and a change under way. */
  private static final String FIRST =
      """
      CREATE TABLE engine (id TEXT NOT NULL);
      CREATE TABLE network (id TEXT PRIMARY KEY, document TEXT NOT NULL) WITHOUT ROWID;
      CREATE TABLE sandbox (id TEXT PRIMARY KEY, document TEXT NOT NULL) WITHOUT ROWID;
      CREATE TABLE intent (id TEXT PRIMARY KEY, kind TEXT NOT NULL, before TEXT, after TEXT)
        WITHOUT ROWID;
      PRAGMA user_version = 1;
      INSERT INTO engine VALUES ('%1$s');
      INSERT INTO network VALUES ('%2$s', '{"id":"%2$s","name":"web",\
      "created":"2026-11-22T12:00:00.123456789Z","driver":{"type":"bridge",\
      "bridge":"br-abababababab","mtu":1450,"masquerade":true,"interContainer":true,\
      "hostBinding":null},"subnets":[{"subnet":"172.18.0.0/16","range":"172.18.5.0/24",\
      "gateway":"172.18.0.1","auxiliary":{"printer":"172.18.0.9"}},\
      {"subnet":"fd12:3456:789a:1::/64","range":null,"gateway":"fd12:3456:789a:1::1",\
      "auxiliary":{}}],"ipv6":true,"internal":false,"labels":{"team":"blue"},\
      "options":{"com.docker.network.driver.mtu":"1450"}}');
      INSERT INTO sandbox VALUES ('%3$s', '{"id":"%3$s","name":"c1","mode":{"type":"own",\
      "endpoints":[{"network":"web","ipv4":null,"ipv6":null,"mac":null,"aliases":[]}]},"namespace":"/run/pontoon/netns/c1","endpoints":[{"id":"%4$s",\
      "networkId":"%2$s","hostInterface":"vethad06c29","containerInterface":"eth0",\
      "mac":"02:42:ac:12:05:00","ipv4":"172.18.5.0/16","ipv6":"fd12:3456:789a:1::2/64",\
      "gateway4":"172.18.0.1","gateway6":"fd12:3456:789a:1::1","aliases":["db"]}],\
      "requestedPorts":[],"ports":[{"protocol":"tcp","hostAddress":"0.0.0.0","hostFirst":5000,\
      "containerAddress":"172.18.5.0","containerFirst":80,"count":1,"networkId":"%2$s"}],\
      "warnings":[]}');
      INSERT INTO intent SELECT id, 'sandbox', document, NULL FROM sandbox;
      """
          .formatted(ENGINE, Samples.WEB.id(), "c1".repeat(32), "ee".repeat(32));

  @TempDir private Path directory;

  private Path file() {
    return directory.resolve(Store.FILE);
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + file());
  }

  private void run(String script) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      for (String sql : script.split(";\n", -1)) {
        if (!sql.isBlank()) {
          statement.execute(sql);
        }
      }
    }
  }

  private List<String> rows(String query) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      while (row.next()) {
        rows.add(row.getString(1));
      }
    }
    return rows;
  }

  @Test
  void aDatabaseOfTheFirstLayoutIsBroughtUpToDate() throws SQLException {
    run(FIRST);

    try (Store store = Store.open(directory, Seam.NONE)) {
      Store.Content content = store.load(() -> "another");
      assertThat(content.state().engineId()).isEqualTo(ENGINE);
      assertThat(content.state().networks().values()).containsExactly(Samples.WEB);
      assertThat(content.state().sandboxes().values())
          .singleElement()
          .satisfies(sandbox -> {
            assertThat(sandbox.endpoints()).containsExactly(Samples.ENDPOINT);
            assertThat(sandbox.mode()).isEqualTo(Samples.CONTAINER.mode());
            assertThat(sandbox.ports()).hasSize(1);
          });
      assertThat(content.pending())
          .singleElement()
          .extracting(Intent::title)
          .isEqualTo("detach c1");
      assertThat(content.relayPort()).isZero();
      store.keepRelayPort(38_713);
    }

    assertThat(rows("PRAGMA user_version")).containsExactly("2");
    assertThat(rows("SELECT relay_port FROM engine")).containsExactly("38713");
  }

  @Test
  void aStepHappensWhollyOrNotAtAll() throws SQLException {
    run(FIRST);
    List<List<String>> steps = new ArrayList<>(Layouts.KNOWN.steps());
    steps.add(List.of("CREATE TABLE half (id TEXT)", "INSERT INTO nowhere VALUES (1)"));

    assertThatThrownBy(() -> Database.open(file(), new Layouts(steps)))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("no such table: nowhere");

    assertThat(rows("PRAGMA user_version")).containsExactly("2"); // the step before it is done
    assertThat(rows("SELECT name FROM sqlite_master WHERE name = 'half'")).isEmpty();
    steps.removeLast();
    steps.add(List.of("CREATE TABLE half (id TEXT)"));
    Database.open(file(), new Layouts(steps)).close();
    assertThat(rows("PRAGMA user_version")).containsExactly("3");
  }

  @Test
  void aNewDatabaseHasTheNewestLayout() throws SQLException {
    Store.open(directory, Seam.NONE).close();
    assertThat(rows("PRAGMA user_version"))
        .containsExactly(Integer.toString(Layouts.KNOWN.newest()));
  }

  @Test
  void aNewerLayoutIsRefusedAndStaysAsItIs() throws Exception {
    run(FIRST);
    List<List<String>> steps = new ArrayList<>(Layouts.KNOWN.steps());
    steps.add(List.of("ALTER TABLE network ADD COLUMN colour TEXT"));
    Database.open(file(), new Layouts(steps)).close();
    byte[] before = Files.readAllBytes(file());

    String words =
        "%s has layout 3, of a newer Pontoon; this one reads up to layout 2".formatted(file());
    assertThatThrownBy(() -> Store.check(directory))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining(words);
    assertThatThrownBy(() -> Store.open(directory, Seam.NONE))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining(words);

    assertThat(Files.readAllBytes(file())).isEqualTo(before);
  }
}
