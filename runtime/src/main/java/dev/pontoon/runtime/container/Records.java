package dev.pontoon.runtime.container;

import dev.pontoon.runtime.Steps;
import dev.pontoon.runtime.files.Disk;
import dev.pontoon.runtime.files.Json;
import dev.pontoon.runtime.files.Layout;
import dev.pontoon.runtime.files.MalformedDocumentException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The containers' records on the disk. Those that go when they end are not synced, as no loss of
 * power leaves one of them running: a note beside the record tells, should it be found torn.
 */
final class Records {
  private static final Layout LAYOUT = new Layout("container record", List.of());
  private static final Logger LOG = LoggerFactory.getLogger(Records.class);
  private static final String LEAVING = "leaving";
  private static final String PASSING = "passing";

  private final Places places;
  private final Steps steps;

  Records(Places places, Steps steps) {
    this.places = places;
    this.steps = steps;
  }

  /**
   * Looks whether all records can be read, and changes nothing.
   *
   * @throws dev.pontoon.runtime.RuntimeFault FAILED if a newer build has written one
   */
  static void check(Places places) {
    for (var directory : Disk.list(places.containers())) {
      LAYOUT.check(directory.resolve(Places.RECORD));
    }
  }

  /** Makes a container's directory and its first record. */
  void create(ContainerRecord record) {
    steps.next("make directory of " + record.id());
    Path directory = Disk.directory(places.container(record.id()));
    boolean passing = record.spec().autoRemove();
    if (passing) {
      Disk.overwrite(directory.resolve(PASSING), new byte[0]);
    }
    save(record);
    if (!passing) {
      Disk.syncDirectory(places.containers());
    }
  }

  /** Replaces a record. */
  void save(ContainerRecord record) {
    steps.next("write record of " + record.id());
    byte[] document = Json.write(record, LAYOUT);
    if (record.spec().autoRemove()) {
      Disk.swap(places.record(record.id()), document);
    } else {
      Disk.replace(places.record(record.id()), document);
    }
  }

  /** One that can't be read is left as it is, for a human: the others shall not suffer. */
  private Optional<ContainerRecord> read(Path file) {
    try {
      return Optional.of(Json.read(file, ContainerRecord.class, LAYOUT));
    } catch (MalformedDocumentException e) {
      Path directory = file.resolveSibling(".").normalize();
      if (Files.exists(directory.resolve(PASSING))) {
        LOG.info("removing a container that was to go when it ended: {}", e.getMessage());
        Disk.remove(directory);
        return Optional.empty();
      }
      LOG.error("this container is left alone, since its record can't be read: {}", e.getMessage());
      return Optional.empty();
    }
  }

  /** Whether a container has a record, be it one that can't be read. */
  boolean has(String id) {
    return Files.exists(places.record(id));
  }

  /** Notes that a container is about to be killed and removed, or is not after all. */
  void leaving(String id, boolean leaves) {
    steps.next("note removal of " + id);
    Path note = places.container(id).resolve(LEAVING);
    if (leaves) {
      Disk.overwrite(note, new byte[0]);
    } else {
      Disk.remove(note);
    }
  }

  boolean isLeaving(String id) {
    return Files.exists(places.container(id).resolve(LEAVING));
  }

  /** Takes a container's directory away: at once, by a move; then its files go. */
  void remove(String id) {
    steps.next("remove directory of " + id);
    Path directory = places.container(id);
    if (Files.exists(directory)) {
      boolean passing = Files.exists(directory.resolve(PASSING));
      Disk.move(directory, places.removing().resolve(id));
      if (!passing) {
        Disk.syncDirectory(places.containers());
      }
    }
    steps.next("remove files of " + id);
    Disk.remove(places.removing().resolve(id));
  }

  /** All records; directories that a crash left without one, or half removed, go. */
  List<ContainerRecord> load() {
    Disk.list(places.removing()).forEach(Disk::remove);
    List<ContainerRecord> records = new ArrayList<>();
    for (var directory : Disk.list(places.containers())) {
      var file = directory.resolve(Places.RECORD);
      if (Files.exists(file)) {
        read(file).ifPresent(records::add);
      } else {
        Disk.remove(directory);
      }
    }
    return records;
  }
}
