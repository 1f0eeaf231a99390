package dev.pontoon.runtime.container;

import dev.pontoon.runtime.ContainerState.Status;
import dev.pontoon.runtime.conmon.OciRuntime;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings the records and what really runs together when a daemon starts. */
final class Reconciler {
  private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);

  private final Places places;
  private final ContainerTable table;
  private final Records records;
  private final Cleaner cleaner;
  private final Endings endings;
  private final Controls controls;
  private final OciRuntime runtime;

  Reconciler(
      Places places,
      ContainerTable table,
      Records records,
      Cleaner cleaner,
      Endings endings,
      Controls controls,
      OciRuntime runtime) {
    this.places = places;
    this.table = table;
    this.records = records;
    this.cleaner = cleaner;
    this.endings = endings;
    this.controls = controls;
    this.runtime = runtime;
  }

  void run() {
    List<ContainerRecord> all = records.load();
    new Orphans(places.runtime(), runtime.name())
        .settle(
            all.stream()
                .filter(record -> KeeperWatch.Keeper.of(record).alive())
                .map(ContainerRecord::conmonPid)
                .collect(Collectors.toSet()));
    for (ContainerRecord record : all) {
      Entry entry = new Entry(record);
      table.add(entry);
      if (record.running()) {
        adopt(entry);
      } else if (Files.exists(places.bundle(record.id()))) {
        cleaner.clear(record.id());
      } else {
        cleaner.removeCgroup(record.id());
      }
      if (records.isLeaving(record.id()) || isDone(entry.record())) {
        leave(entry);
      }
    }
    for (String id : cleaner.remains()) {
      if (table.byId(id).isEmpty() && !records.has(id)) {
        LOG.info("removing what is left of container {}", id);
        cleaner.discard(id);
      }
    }
  }

  /** Whether it goes by itself, as it has ended. */
  private static boolean isDone(ContainerRecord record) {
    boolean ended = record.status() == Status.EXITED || record.status() == Status.DEAD;
    return ended && record.spec().autoRemove();
  }

  /** Finishes a removal that was begun: by force, or of a container that goes by itself. */
  private void leave(Entry entry) {
    ContainerRecord record = entry.record();
    LOG.info("container {} was being removed when the daemon ended", record.id());
    if (record.running()) {
      Ends.signal(record, Signals.SIGKILL);
      controls.wake(record.id());
    } else {
      endings.postpone(entry);
    }
  }

  private void adopt(Entry entry) {
    ContainerRecord record = entry.record();
    if (Files.exists(places.exit(record.id()))) {
      if (endings.settle(entry)) {
        endings.postpone(entry);
      }
    } else if (!KeeperWatch.Keeper.of(record).alive()) {
      if (endings.abandon(entry)) {
        endings.postpone(entry);
      }
    } else if (runtime.waits(record.id())) {
      LOG.info("container {} was starting when the daemon ended: it has not", record.id());
      endings.unstart(entry);
    } else {
      LOG.info("container {} runs on as process {}", record.id(), record.pid());
    }
  }
}
