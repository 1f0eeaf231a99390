package dev.pontoon.engine.state;

import dev.pontoon.engine.plan.Seam;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The state on disk: an SQLite database, laid out as docs/state.md says. One engine at a time has
 * it open.
 *
 * <p>Networks outlive the machine's boots, so each change of one waits for the disk. Sandboxes
 * don't: what they describe lives in the kernel's memory alone, and a crash that loses writes the
 * kernel had accepted loses those objects with them. Their writes therefore survive the death of
 * the process, and that is enough.
 */
public final class Store implements AutoCloseable {
  public static final String FILE = "network.db";

  private final Database database;
  private final Seam seam;
  private final Set<String> pending = new HashSet<>();
  private int relayPort;

  /**
   * What a store holds.
   *
   * @param state without the pending changes
   * @param pending changes that were begun and neither finished nor undone
   * @param relayPort where the relay listened last, so that the rules which lead to it stay right;
   *     0 if it has not yet
   */
  public record Content(State state, List<Intent> pending, int relayPort) {}

  private Store(Database database, Seam seam) {
    this.database = database;
    this.seam = seam;
  }

  /**
   * Opens the store in a directory, which is made where it is missing.
   *
   * @throws StoreException if another engine has it open, or a newer version has written it
   */
  public static Store open(Path directory, Seam seam) {
    try {
      Files.createDirectories(directory);
      return new Store(Database.open(directory.resolve(FILE), Layouts.KNOWN), seam);
    } catch (IOException e) {
      throw new UncheckedIOException("make the directory " + directory, e);
    } catch (SQLException e) {
      throw new StoreException("open the state in " + directory, e);
    }
  }

  /**
   * Looks whether a store could be read, and changes nothing.
   *
   * @throws StoreException if another engine has it open, or a newer version has written it
   */
  public static void check(Path directory) {
    Path file = directory.resolve(FILE);
    if (Files.exists(file)) {
      run("open the state in " + directory, () -> Database.check(file, Layouts.KNOWN));
    }
  }

  /**
   * Reads everything.
   *
   * @param newEngineId is kept if the store is new
   */
  public Content load(Supplier<String> newEngineId) {
    Content content = run("read the state", () -> database.load(newEngineId));
    content.pending().forEach(intent -> pending.add(intent.id()));
    relayPort = content.relayPort();
    return content;
  }

  /** Keeps a change that is about to be made. */
  public void begin(Intent intent) {
    String step = "store intent " + intent.title();
    seam.before(step);
    run(step, () -> database.begin(intent));
    pending.add(intent.id());
  }

  /** Makes a change that was begun part of the state. */
  public void finish(Intent intent) {
    String step = "store done " + intent.title();
    seam.before(step);
    run(step, () -> database.finish(intent));
    pending.remove(intent.id());
  }

  /** Forgets a change that was begun, since it was undone. */
  public void forget(Intent intent) {
    String step = "store undone " + intent.title();
    seam.before(step);
    run(step, () -> database.forget(intent));
    pending.remove(intent.id());
  }

  /** How many changes were begun and neither finished nor forgotten. */
  public int pending() {
    return pending.size();
  }

  /** Keeps where the relay listens. */
  public void keepRelayPort(int port) {
    if (port != relayPort) {
      String step = "store relay port " + port;
      seam.before(step);
      run(step, () -> database.relayPort(port));
      relayPort = port;
    }
  }

  @Override
  public void close() {
    run("close the state", database::close);
  }

  private static void run(String operation, Write write) {
    run(
        operation,
        () -> {
          write.run();
          return true;
        });
  }

  private static <T> T run(String operation, Read<T> work) {
    try {
      return work.run();
    } catch (SQLException e) {
      throw new StoreException(operation, e);
    }
  }

  private interface Write {
    void run() throws SQLException;
  }

  private interface Read<T> {
    T run() throws SQLException;
  }
}
