package dev.pontoon.runtime.container;

import dev.pontoon.linux.sys.Errno;
import dev.pontoon.linux.sys.KernelException;
import dev.pontoon.runtime.AttachOptions;
import dev.pontoon.runtime.ExecSpec;
import dev.pontoon.runtime.LogOptions;
import dev.pontoon.runtime.LogSink;
import dev.pontoon.runtime.OutputSink;
import dev.pontoon.runtime.RuntimeFault;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;

/** What goes into containers' processes and comes out of them. */
record Streams(Places places, Execs execs, DirectoryWatch watch) {
  /** See {@link Containers#attach}. */
  Attachment attach(Entry entry, String reference, AttachOptions which, OutputSink sink) {
    requireTime(entry.record(), "attach");
    Attachment attachment = new Attachment(which, sink);
    entry.lock.lock();
    try {
      Containers.requirePresent(entry, reference);
      if (!entry.record().running() || !connects(attachment, entry.record().id())) {
        entry.await(attachment);
      }
    } finally {
      entry.lock.unlock();
    }
    return attachment;
  }

  /** Not if the process has just ended: its keeper goes before that is noticed here. */
  private boolean connects(Attachment attachment, String id) {
    try {
      attachment.connect(places.bundle(id));
      return true;
    } catch (KernelException e) {
      if (e.errno().number() == Errno.ENOENT || e.errno().number() == Errno.ECONNREFUSED) {
        return false;
      }
      throw e;
    }
  }

  /** See {@link Containers#exec}. */
  ExecSession exec(ContainerRecord record, ExecSpec spec, OutputSink sink) {
    requireTime(record, "exec");
    return execs.start(record, spec, sink);
  }

  private static void requireTime(ContainerRecord record, String what) {
    if (record.paused()) {
      throw new RuntimeFault(
          RuntimeFault.Kind.CONFLICT,
          "Container " + record.id() + " is paused, unpause the container before " + what);
    }
  }

  /** See {@link Containers#logs}. */
  LogStream logs(Entry entry, LogOptions which, LogSink sink) {
    if (entry.record().spec().unlogged()) {
      throw new RuntimeFault(
          RuntimeFault.Kind.UNSUPPORTED, "configured logging driver does not support reading");
    }
    CompletableFuture<Integer> exit = entry.nextExit();
    LogStream stream =
        new LogStream(
            places.log(entry.record().id()),
            which,
            sink,
            () -> !exit.isDone() && entry.record().running(),
            watch,
            Clock.systemUTC());
    var _ = exit.thenRun(stream::changed);
    return stream;
  }
}
