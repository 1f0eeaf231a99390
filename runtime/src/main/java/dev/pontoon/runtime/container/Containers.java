package dev.pontoon.runtime.container;

import dev.pontoon.runtime.AttachOptions;
import dev.pontoon.runtime.ContainerListener;
import dev.pontoon.runtime.ContainerSpec;
import dev.pontoon.runtime.ContainerState;
import dev.pontoon.runtime.ExecSpec;
import dev.pontoon.runtime.ImageUser;
import dev.pontoon.runtime.LogOptions;
import dev.pontoon.runtime.LogSink;
import dev.pontoon.runtime.NetworkAttachment;
import dev.pontoon.runtime.NetworkFiles;
import dev.pontoon.runtime.OutputSink;
import dev.pontoon.runtime.RuntimeFault;
import dev.pontoon.runtime.RuntimeOptions;
import dev.pontoon.runtime.Steps;
import dev.pontoon.runtime.WaitCondition;
import dev.pontoon.runtime.conmon.Conmon;
import dev.pontoon.runtime.conmon.OciRuntime;
import dev.pontoon.runtime.conmon.Terminal;
import dev.pontoon.runtime.image.Images;
import dev.pontoon.runtime.volume.Volumes;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The containers of one data-root. Every method that names a container takes its id, a unique
 * prefix of that, or its name. Failures are {@link RuntimeFault}s or say what the kernel refused.
 */
public final class Containers implements AutoCloseable {
  private static final int ID_BYTES = 32;
  private static final int NOT_STARTED = 128; // as Docker

  private final Places places;
  private final OciRuntime runtime;
  private final Cgroups cgroups;
  private final Cleaner cleaner;
  private final ContainerTable table = new ContainerTable();
  private final Records records;
  private final Creation creation;
  private final Endings endings;
  private final Launcher launcher;
  private final Streams streams;
  private final Controls controls;
  private final Stopper stopper;
  private final Trees trees;
  private final DirectoryWatch watch;
  private final KeeperWatch keepers;
  private final SecureRandom random = new SecureRandom();

  private Containers(RuntimeOptions options, Images images, Volumes volumes, Steps steps) {
    Clock clock = Clock.systemUTC();
    places = new Places(options);
    runtime = OciRuntime.find(places.runtime(), options.patience());
    Conmon conmon = Conmon.find(runtime, steps);
    places.make();
    records = new Records(places, steps);
    creation = new Creation(images, clock);
    cgroups = new Cgroups(options.cgroupParent(), options.execRoot());
    cleaner = new Cleaner(places, runtime, options.cgroupParent(), cgroups, table, steps);
    endings = new Endings(places, table, records, cleaner, clock);
    VolumeMounts mounts = new VolumeMounts(volumes, images);
    launcher =
        new Launcher(
            places,
            records,
            images,
            mounts,
            conmon,
            cleaner,
            new Sharing(places, table, steps),
            options.cgroupParent(),
            steps,
            clock);
    controls = new Controls(table, records, runtime);
    stopper = new Stopper(records, controls);
    trees = new Trees(places, table, images, mounts);
    new Reconciler(places, table, records, cleaner, endings, controls, runtime).run();
    watch = new DirectoryWatch();
    streams = new Streams(places, new Execs(places, conmon), watch);
    watch.listen(places.exits(), endings::scan);
    keepers = new KeeperWatch(endings::keeperGone);
    table.all().stream()
        .map(Entry::record)
        .filter(ContainerRecord::running)
        .map(KeeperWatch.Keeper::of)
        .forEach(keepers::add);
    cgroups.hold(); // last, so that one that can't be opened leaves none
    endings.scan();
  }

  /**
   * Opens the containers, adopts those that run and clears up after those that don't any more.
   *
   * @param steps {@link Steps#NONE} but in tests
   */
  public static Containers open(
      RuntimeOptions options, Images images, Volumes volumes, Steps steps) {
    return new Containers(options, images, volumes, steps);
  }

  /** {@link #open(RuntimeOptions, Images, Volumes, Steps)} with the volumes of the data-root. */
  public static Containers open(RuntimeOptions options, Images images, Steps steps) {
    return open(options, images, Volumes.open(options), steps);
  }

  /**
   * Looks whether {@link #open} could read what is kept, and changes nothing.
   *
   * @throws RuntimeFault FAILED if a newer build has written some of it
   */
  public static void check(RuntimeOptions options) {
    Records.check(new Places(options));
  }

  /** Hears of ends; the first listener also of those found by {@link #open}. */
  public void listen(ContainerListener listener) {
    endings.listen(listener);
  }

  /** What can be done to the processes of a container as a whole. */
  public Controls controls() {
    return controls;
  }

  /** The containers' files. */
  public Trees trees() {
    return trees;
  }

  /** The program that makes the containers. */
  public OciRuntime runtime() {
    return runtime;
  }

  /** Makes a container, of which nothing runs yet. */
  public ContainerState create(ContainerSpec spec) {
    byte[] bytes = new byte[ID_BYTES];
    random.nextBytes(bytes);
    String id = HexFormat.of().formatHex(bytes);
    ContainerRecord record = creation.record(id, spec);
    table.reserve(spec.name(), id);
    try {
      records.create(record);
    } catch (RuntimeException e) {
      table.release(spec.name(), id);
      records.remove(id);
      throw e;
    }
    table.add(new Entry(record));
    return state(record);
  }

  /** Starts a container's process in a network. */
  public ContainerState start(String reference, NetworkAttachment network) {
    Entry entry = table.find(reference);
    entry.lock.lock();
    try {
      requirePresent(entry, reference);
      if (entry.record().paused()) {
        throw new RuntimeFault(
            RuntimeFault.Kind.CONFLICT, "cannot start a paused container, try unpause instead");
      }
      if (entry.record().running()) {
        throw new RuntimeFault(
            RuntimeFault.Kind.NOT_MODIFIED, "container " + reference + " runs already");
      }
      launcher.start(entry, network);
      keepers.add(KeeperWatch.Keeper.of(entry.record()));
      return state(entry.record());
    } finally {
      entry.returning(false);
      entry.lock.unlock();
      endings.scan(); // it may have ended while the lock was held
    }
  }

  /**
   * Asks a process to end and, after a time, kills it.
   *
   * @param signal empty for the container's own
   * @param timeout null for the container's own
   */
  public void stop(String reference, String signal, @Nullable Duration timeout) {
    stopper.stop(table.find(reference), reference, signal, timeout);
  }

  /**
   * Does as {@link #stop(String, String, Duration)} to a container that is started next: one that
   * goes at its end stays until then.
   */
  public void halt(String reference, String signal, @Nullable Duration timeout) {
    Entry entry = table.find(reference);
    entry.returning(true);
    try {
      stopper.stop(entry, reference, signal, timeout);
    } catch (RuntimeException e) {
      entry.returning(false);
      throw e;
    }
  }

  /** {@link #stop(String, String, Duration)} by the container's own signal. */
  public void stop(String reference, @Nullable Duration timeout) {
    stop(reference, "", timeout);
  }

  /**
   * Notes why a container could not be started, as its inspection shows it. What the start of its
   * process has noted stays.
   */
  public void failed(String reference, String reason) {
    Entry entry = table.find(reference);
    entry.lock.lock();
    try {
      ContainerRecord record = entry.record();
      if (!entry.removed() && !record.running() && record.error().isEmpty()) {
        ContainerRecord failed =
            record.ended(record.status(), NOT_STARTED, reason, false, Instant.now());
        records.save(failed);
        entry.set(failed);
      }
    } finally {
      entry.lock.unlock();
    }
  }

  /** Sends a signal, such as {@code KILL}, to a container's process; answers its number. */
  public int kill(String reference, String signal) {
    return kill(reference, signal, _ -> {});
  }

  /** Likewise, and tells the number of one that was sent before anybody hears of the end by it. */
  public int kill(String reference, String signal, IntConsumer sent) {
    int number = Signals.number(signal);
    return stopper.kill(running(reference), reference, number, sent);
  }

  /** Removes a container; one that runs only by force. */
  public void remove(String reference, boolean force) {
    Entry entry = table.find(reference);
    stopper.end(entry, reference, force);
    endings.remove(entry);
  }

  /** Gives a container another name. */
  public void rename(String reference, String name) {
    Entry entry = table.find(reference);
    entry.lock.lock();
    try {
      requirePresent(entry, reference);
      ContainerRecord before = entry.record();
      table.reserve(name, before.id());
      try {
        records.save(before.renamed(name));
      } catch (RuntimeException e) {
        table.release(name, before.id());
        throw e;
      }
      entry.set(before.renamed(name));
      table.release(before.spec().name(), before.id());
    } finally {
      entry.lock.unlock();
    }
  }

  /** Completes with the exit code when the condition holds. */
  public CompletableFuture<Integer> await(String reference, WaitCondition condition) {
    Entry entry = table.find(reference);
    CompletableFuture<Integer> exit = entry.nextExit();
    return switch (condition) {
      case NEXT_EXIT -> exit.copy();
      case REMOVED -> entry.removal().copy();
      case NOT_RUNNING ->
          entry.record().running()
              ? exit.copy()
              : CompletableFuture.completedFuture(entry.record().exitCode());
    };
  }

  /** Sets the size of a container's terminal. */
  public void resize(String reference, int rows, int columns) {
    Terminal.resize(places.bundle(running(reference).record().id()), rows, columns);
  }

  /**
   * Attaches to a container's standard streams; to one that does not run yet, from the first byte.
   */
  public Attachment attach(String reference, AttachOptions which, OutputSink sink) {
    return streams.attach(table.find(reference), reference, which, sink);
  }

  /** Runs a further process in a container. */
  public ExecSession exec(String reference, ExecSpec spec, OutputSink sink) {
    return streams.exec(running(reference).record(), spec, sink);
  }

  /** Prepares to read a container's log. */
  public LogStream logs(String reference, LogOptions which, LogSink sink) {
    return streams.logs(table.find(reference), which, sink);
  }

  /** A container as it stands. */
  public ContainerState inspect(String reference) {
    return state(table.find(reference).record());
  }

  /** All containers, newest first. */
  public List<ContainerState> list() {
    return table.all().stream().map(entry -> state(entry.record())).toList();
  }

  /** Rewrites a container's /etc/hosts and the like, also while it runs. */
  public void updateFiles(String reference, NetworkFiles files) {
    launcher.writeFiles(places.container(table.find(reference).record().id()), files);
  }

  /** Which images are in use. */
  public List<ImageUser> imageUsers() {
    return table.all().stream()
        .map(Entry::record)
        .flatMap(record ->
            record.images().map(image -> new ImageUser(record.id(), image, record.running())))
        .toList();
  }

  private ContainerState state(ContainerRecord record) {
    return record.state(places.container(record.id()));
  }

  private Entry running(String reference) {
    Entry entry = table.find(reference);
    if (!entry.record().running()) {
      throw Ends.notRunning(reference);
    }
    return entry;
  }

  static void requirePresent(Entry entry, String reference) {
    if (entry.removed()) {
      throw RuntimeFault.noSuchContainer(reference);
    }
  }

  /** Lets go; the containers run on and are found again by the next {@link #open}. */
  @Override
  public void close() {
    watch.close();
    keepers.close();
    cgroups.release();
  }
}
