package dev.pontoon.runtime.container;

import dev.pontoon.runtime.Steps;
import dev.pontoon.runtime.files.Disk;
import dev.pontoon.runtime.files.Json;
import dev.pontoon.runtime.files.Layout;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/** The containers' records on the disk. */
final class Records {
  private static final Layout LAYOUT = new Layout("container record", List.of());

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
    Disk.directory(places.container(record.id()));
    save(record);
    Disk.syncDirectory(places.containers());
  }

  /** Replaces a record. */
  void save(ContainerRecord record) {
    steps.next("write record of " + record.id());
    Disk.replace(places.record(record.id()), Json.write(record, LAYOUT));
  }

  /** Takes a container's directory away: at once, by a move; then its files go. */
  void remove(String id) {
    steps.next("remove directory of " + id);
    if (Files.exists(places.container(id))) {
      Disk.move(places.container(id), places.removing().resolve(id));
      Disk.syncDirectory(places.containers());
    }
    Disk.remove(places.removing().resolve(id));
  }

  /** All records; directories that a crash left without one, or half removed, go. */
  List<ContainerRecord> load() {
    Disk.list(places.removing()).forEach(Disk::remove);
    List<ContainerRecord> records = new ArrayList<>();
    for (var directory : Disk.list(places.containers())) {
      var file = directory.resolve(Places.RECORD);
      if (Files.exists(file)) {
        records.add(Json.read(file, ContainerRecord.class, LAYOUT));
      } else {
        Disk.remove(directory);
      }
    }
    return records;
  }
}
