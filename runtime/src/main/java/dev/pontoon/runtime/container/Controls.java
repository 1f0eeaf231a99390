package dev.pontoon.runtime.container;

import dev.pontoon.runtime.ContainerState.Status;
import dev.pontoon.runtime.ContainerUsage;
import dev.pontoon.runtime.Resources;
import dev.pontoon.runtime.RuntimeFault;
import dev.pontoon.runtime.RuntimeFault.Kind;
import dev.pontoon.runtime.conmon.OciRuntime;
import dev.pontoon.runtime.usage.UsageReader;
import java.util.List;
import java.util.Optional;

/** What can be done to the processes of a container as a whole. */
public final class Controls {
  private final ContainerTable table;
  private final Records records;
  private final OciRuntime runtime;

  Controls(ContainerTable table, Records records, OciRuntime runtime) {
    this.table = table;
    this.records = records;
    this.runtime = runtime;
  }

  /** Takes all processor time from a container. */
  public void pause(String reference) {
    Entry entry = table.find(reference);
    entry.lock.lock();
    try {
      ContainerRecord record = running(entry);
      if (record.paused()) {
        throw new RuntimeFault(Kind.CONFLICT, "Container " + record.id() + " is already paused");
      }
      runtime.pause(record.id());
      save(entry, record.with(Status.PAUSED));
    } finally {
      entry.lock.unlock();
    }
  }

  /** Lets a paused container go on. */
  public void resume(String reference) {
    Entry entry = table.find(reference);
    entry.lock.lock();
    try {
      ContainerRecord record = running(entry);
      if (!record.paused()) {
        throw new RuntimeFault(Kind.FAILED, "Container " + record.id() + " is not paused");
      }
      runtime.resume(record.id());
      save(entry, record.with(Status.RUNNING));
    } finally {
      entry.lock.unlock();
    }
  }

  /** Lets a container go on if it is paused. */
  void wake(String id) {
    table
        .byId(id)
        .ifPresent(entry -> {
          entry.lock.lock();
          try {
            ContainerRecord record = entry.record();
            if (record.paused()) {
              runtime.resume(id);
              save(entry, record.with(Status.RUNNING));
            }
          } finally {
            entry.lock.unlock();
          }
        });
  }

  /** Changes the limits, of a container that runs at once. */
  public void update(String reference, Resources limits) {
    Entry entry = table.find(reference);
    entry.lock.lock();
    try {
      ContainerRecord record = entry.record();
      if (record.running()) {
        runtime.update(record.id(), limits);
      }
      save(entry, record.with(limits));
    } finally {
      entry.lock.unlock();
    }
  }

  /** The ids, on the host, of all processes of a container. */
  public List<Integer> processes(String reference) {
    return runtime.processes(running(table.find(reference)).id());
  }

  /** What a container uses; nothing if it does not run. */
  public Optional<ContainerUsage> usage(String reference) {
    ContainerRecord record = table.find(reference).record();
    return record.running() ? UsageReader.of(record.pid()).read() : Optional.empty();
  }

  private static ContainerRecord running(Entry entry) {
    ContainerRecord record = entry.record();
    if (!record.running()) {
      throw new RuntimeFault(Kind.CONFLICT, "container " + record.id() + " is not running");
    }
    return record;
  }

  private void save(Entry entry, ContainerRecord record) {
    records.save(record);
    entry.set(record);
  }
}
