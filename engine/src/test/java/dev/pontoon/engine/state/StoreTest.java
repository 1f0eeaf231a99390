package dev.pontoon.engine.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pontoon.engine.Samples;
import dev.pontoon.engine.plan.Seam;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoreTest {
  private static final String ENGINE = "e1".repeat(32);
  private static final Intent NETWORK =
      new Intent.OfNetwork(Optional.empty(), Optional.of(Samples.WEB));
  private static final Intent CONTAINER =
      new Intent.OfSandbox(Optional.empty(), Optional.of(Samples.CONTAINER));

  @TempDir private Path directory;

  private Store.Content load() {
    try (Store store = Store.open(directory, Seam.NONE)) {
      return store.load(() -> ENGINE);
    }
  }

  private void finishAll() {
    try (Store store = Store.open(directory, Seam.NONE)) {
      store.load(() -> ENGINE);
      for (Intent intent : List.of(NETWORK, CONTAINER)) {
        store.begin(intent);
        store.finish(intent);
      }
    }
  }

  @Test
  void whatWasFinishedIsThereAgain() {
    finishAll();
    Store.Content content = load();
    assertThat(content.state().engineId()).isEqualTo(ENGINE);
    assertThat(content.state().networks().values()).containsExactly(Samples.WEB);
    assertThat(content.state().sandboxes().values()).containsExactly(Samples.CONTAINER);
    assertThat(content.state().use(Samples.WEB.id()).holders()).hasSize(2);
    assertThat(content.pending()).isEmpty();
  }

  @Test
  void whatWasBegunIsPending() {
    try (Store store = Store.open(directory, Seam.NONE)) {
      store.load(() -> ENGINE);
      store.begin(NETWORK);
    }
    assertThat(load().state().networks()).isEmpty();
    assertThat(load().pending()).containsExactly(NETWORK);
  }

  @Test
  void whatWasUndoneIsForgotten() {
    try (Store store = Store.open(directory, Seam.NONE)) {
      store.load(() -> ENGINE);
      store.begin(NETWORK);
      store.forget(NETWORK);
    }
    assertThat(load().pending()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void aStopBetweenStepsLeavesBeforeOrAfter(int steps) {
    int[] left = {steps};
    Seam seam =
        step -> {
          if (left[0]-- == 0) {
            throw new IllegalStateException(step);
          }
        };
    try (Store store = Store.open(directory, seam)) {
      store.load(() -> ENGINE);
      assertThatThrownBy(
              () -> {
                store.begin(NETWORK);
                store.finish(NETWORK);
                store.begin(CONTAINER);
                store.finish(CONTAINER);
              })
          .isInstanceOf(IllegalStateException.class);
    }
    Store.Content content = load();
    assertThat(content.state().networks()).hasSize(steps / 2);
    assertThat(content.state().sandboxes()).isEmpty();
    assertThat(content.pending()).hasSize(steps % 2);
  }

  /**
   * The machine's power goes: of what was written after the last wait for the disk, any part may be
   * missing. Cut short at every page of the log and in the middle of each, and with zeros instead.
   */
  @Test
  void aPowerLossLeavesAnEarlierState(@TempDir Path lost) throws IOException {
    Path log = directory.resolve(Store.FILE + "-wal");
    byte[] database;
    byte[] whole;
    try (Store store = Store.open(directory, Seam.NONE)) {
      store.load(() -> ENGINE);
      store.begin(NETWORK);
      store.finish(NETWORK);
      store.begin(CONTAINER);
      store.finish(CONTAINER);
      database = Files.readAllBytes(directory.resolve(Store.FILE));
      whole = Files.readAllBytes(log);
    }
    int stages = 0;
    for (int end = 0; end <= whole.length; end += HALF_FRAME) {
      int cut = stage(lost, database, Arrays.copyOf(whole, end));
      int zeroed = stage(lost, database, Arrays.copyOf(Arrays.copyOf(whole, end), whole.length));
      assertThat(cut).isGreaterThanOrEqualTo(stages);
      // what is lost may have been zeros
      assertThat(zeroed).isBetween(cut, 4);
      stages = cut;
    }
    assertThat(stage(lost, database, whole)).isEqualTo(4);
  }

  /** Half of a frame of the log: a header of 24 bytes and a page. */
  private static final int HALF_FRAME = (24 + 4_096) / 2;

  /** How far an engine had come by the state that it finds, from 0 to 4. */
  private static int stage(Path directory, byte[] database, byte[] log) throws IOException {
    Files.deleteIfExists(directory.resolve(Store.FILE + "-wal"));
    Files.write(directory.resolve(Store.FILE), database);
    Files.write(directory.resolve(Store.FILE + "-wal"), log);
    try (Store store = Store.open(directory, Seam.NONE)) {
      Store.Content content = store.load(() -> ENGINE);
      int done = content.state().networks().size() + content.state().sandboxes().size();
      return 2 * done + content.pending().size();
    }
  }

  @Test
  void anOldDocumentsEndpointIsGuarded() throws SQLException {
    finishAll();
    String url = "jdbc:sqlite:" + directory.resolve(Store.FILE);
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      int changed =
          statement.executeUpdate(
              "UPDATE sandbox SET document = replace(document, ',\"unguarded\":false', '')"
                  + " WHERE document LIKE '%unguarded%'");
      assertThat(changed).isOne();
    }
    assertThat(load().state().sandboxes().values()).containsExactly(Samples.CONTAINER);
  }

  @Test
  void oneEngineAtATime() {
    try (Store store = Store.open(directory, Seam.NONE)) {
      assertThat(store.load(() -> ENGINE).pending()).isEmpty();
      assertThatThrownBy(this::load).isInstanceOf(StoreException.class);
    }
  }

  @Test
  void addressesAreLeasedAndReleasedWithTheirSandbox() {
    State with = State.empty(ENGINE).with(Samples.WEB).with(Samples.CONTAINER);
    NetworkUse use = with.use(Samples.WEB.id());
    assertThat(use.holders().values()).containsOnly("c1");
    assertThat(use.macs()).hasSize(1);
    State without = with.without(Samples.CONTAINER);
    assertThat(without.use(Samples.WEB.id()).holders()).isEmpty();
    assertThat(
            without
                .use(Samples.WEB.id())
                .v4()
                .orElseThrow()
                .taken(Samples.ENDPOINT.ipv4().orElseThrow().address()))
        .isFalse();
    assertThat(without.hostInterfaces()).isEmpty();
  }
}
