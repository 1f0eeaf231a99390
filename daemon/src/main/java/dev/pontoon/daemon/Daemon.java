package dev.pontoon.daemon;

import dev.pontoon.daemon.http.ApiServer;
import dev.pontoon.daemon.http.Router;
import dev.pontoon.daemon.http.TcpListener;
import dev.pontoon.daemon.start.Claim;
import dev.pontoon.daemon.start.Options;
import dev.pontoon.daemon.start.StartException;
import dev.pontoon.engine.Engine;
import dev.pontoon.engine.EngineException;
import dev.pontoon.engine.Engines;
import dev.pontoon.engine.plan.Seam;
import dev.pontoon.linux.sys.KernelException;
import dev.pontoon.runtime.RuntimeFault;
import dev.pontoon.runtime.Steps;
import dev.pontoon.runtime.conmon.Conmon;
import dev.pontoon.runtime.conmon.OciRuntime;
import dev.pontoon.runtime.files.MalformedDocumentException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A daemon that serves: engine, runtime and API on one set of roots. Containers outlive it; the
 * next one on the same roots finds them again.
 */
public final class Daemon implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Daemon.class);
  private static final String DEFAULT_GROUP = "docker";

  private final Deque<AutoCloseable> parts = new ArrayDeque<>(); // the last opened first

  private final Steps steps;

  private Daemon(Steps steps) {
    this.steps = steps;
  }

  /**
   * Starts a daemon; it answers when this returns.
   *
   * @throws StartException if it can't be; nothing is left then
   */
  public static Daemon start(Options options) {
    return start(options, Seam.NONE, Steps.NONE);
  }

  /**
   * The same, heard by a test.
   *
   * @param seam hears of the engine's steps
   * @param steps hears of all others
   */
  public static Daemon start(Options options, Seam seam, Steps steps) {
    Daemon daemon = new Daemon(steps);
    daemon.guarded(() -> daemon.open(options, seam));
    return daemon;
  }

  /** Work that may fail in any way. */
  private interface Work {
    void run() throws IOException;
  }

  private void guarded(Work work) {
    try {
      work.run();
    } catch (EngineException
        | RuntimeFault
        | KernelException
        | MalformedDocumentException
        | UncheckedIOException
        | IllegalArgumentException e) {
      close();
      throw StartException.failure(String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      close();
      throw StartException.failure("cannot start: " + e.getMessage(), e);
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  /**
   * Removes all containers, networks and rules that daemons on these roots have made; none may run.
   *
   * @throws StartException if one runs, or something can't be removed
   */
  public static void remove(Options options) {
    try (Daemon daemon = new Daemon(Steps.NONE)) {
      daemon.guarded(() -> {
        Engine engine = daemon.openEngine(options, new Telemetry(false), Seam.NONE);
        daemon.openServices(options, engine).removeEverything();
      });
    }
  }

  private void open(Options options, Seam seam) throws IOException {
    Optional<GroupPrincipal> group = group(options.group());
    Router router = new Router();
    Telemetry telemetry = new Telemetry(options.metricsAddress().isPresent());
    Engine engine = openEngine(options, telemetry, seam);
    FutureTask<ApiServer> server =
        begin(
            "http",
            () ->
                new ApiServer(
                    staged(options.sockets()),
                    options.listeners(),
                    router,
                    telemetry.requests(),
                    Version.product()));
    Services services = openServices(options, engine);
    services.register(router);
    telemetry.serve(services.engine(), services.workloads());
    serve(options.sockets(), options.listeners(), group, await(server));
  }

  /** The engine alone and first: its relay is what somebody may wait for at a restart. */
  private Engine openEngine(Options options, Telemetry telemetry, Seam seam) throws IOException {
    Conmon.find(
        OciRuntime.find(options.execRoot(), options.runtime().patience()),
        steps); // missing programs are told of before anything is made
    steps.next("claim the roots");
    parts.push(Claim.take(options));
    steps.next("open the parts");
    parts.push(telemetry);
    telemetry.bind(options.metricsAddress());
    FutureTask<Boolean> readable = begin("state", () -> check(options));
    Workloads.check(options);
    Engines.checkHost(options.engine()); // while the database is waited for
    await(readable);
    Engine engine = Engines.open(telemetry.observing(options.engine()).withSeam(seam));
    parts.push(engine);
    engine.limitations().forEach(LOG::warn);
    return engine;
  }

  private Services openServices(Options options, Engine engine) throws IOException {
    Workloads workloads = Workloads.open(options, steps);
    parts.push(workloads);
    Services services = Services.make(options, engine, workloads);
    parts.push(services);
    steps.next("make the parts agree");
    services.reconcile();
    return services;
  }

  /** What newer builds have written is refused before anything is changed. */
  private static boolean check(Options options) {
    Engines.check(options.engine());
    return true;
  }

  private void serve(
      List<Path> sockets,
      List<TcpListener> listeners,
      Optional<GroupPrincipal> group,
      ApiServer server)
      throws IOException {
    parts.push(server);
    for (Path socket : sockets) {
      Files.deleteIfExists(staging(socket));
    }
    steps.next("listen");
    server.start();
    for (Path socket : sockets) {
      protect(staging(socket), group);
      steps.next("show the socket");
      Files.move(staging(socket), socket, StandardCopyOption.ATOMIC_MOVE);
      LOG.info("API listen on {}", socket);
    }
    listeners.forEach(l -> LOG.info("API listen on {}:{} with mutual TLS", l.host(), l.port()));
    LOG.info("Daemon has completed initialization");
  }

  /** Where a socket is bound and given its mode before anybody can see it. */
  private static Path staging(Path socket) {
    return socket.resolveSibling(socket.getFileName() + "~");
  }

  private static List<Path> staged(List<Path> sockets) {
    return sockets.stream().map(Daemon::staging).toList();
  }

  private static <T> FutureTask<T> begin(String name, Callable<T> work) {
    FutureTask<T> task = new FutureTask<>(work);
    Thread.ofPlatform().name(name).start(task);
    return task;
  }

  private static <T> T await(FutureTask<T> task) throws IOException {
    try {
      return task.get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case RuntimeException cause -> throw cause;
        case Error cause -> throw cause;
        case null, default -> throw new IOException(e.getCause());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  /** The group that may connect besides root. */
  private static Optional<GroupPrincipal> group(String name) throws IOException {
    try {
      return Optional.of(
          FileSystems.getDefault()
              .getUserPrincipalLookupService()
              .lookupPrincipalByGroupName(name.isEmpty() ? DEFAULT_GROUP : name));
    } catch (UserPrincipalNotFoundException e) {
      if (name.isEmpty()) {
        return Optional.empty();
      }
      throw StartException.failure("group " + name + " not found", e);
    }
  }

  private static void protect(Path socket, Optional<GroupPrincipal> group) throws IOException {
    Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-rw----"));
    if (group.isPresent()) {
      Files.getFileAttributeView(socket, PosixFileAttributeView.class).setGroup(group.get());
    }
  }

  /** Stops answering and lets go of everything; containers run on. */
  @Override
  public void close() {
    while (!parts.isEmpty()) {
      AutoCloseable part = parts.pop();
      try {
        steps.next("stop " + part.getClass().getSimpleName());
        part.close();
      } catch (Exception e) {
        LOG.error("stopping: {}", e.toString());
      }
    }
  }
}
