package dev.pontoon.daemon;

import dev.pontoon.daemon.http.Router;
import dev.pontoon.daemon.resource.AttachResource;
import dev.pontoon.daemon.resource.ContainersResource;
import dev.pontoon.daemon.resource.DiskUsageResource;
import dev.pontoon.daemon.resource.EventsResource;
import dev.pontoon.daemon.resource.ExecResource;
import dev.pontoon.daemon.resource.FilesResource;
import dev.pontoon.daemon.resource.ImagesResource;
import dev.pontoon.daemon.resource.NetworksResource;
import dev.pontoon.daemon.resource.PontoonResource;
import dev.pontoon.daemon.resource.ProcessesResource;
import dev.pontoon.daemon.resource.RegistryResource;
import dev.pontoon.daemon.resource.StreamsResource;
import dev.pontoon.daemon.resource.SystemResource;
import dev.pontoon.daemon.resource.Unsupported;
import dev.pontoon.daemon.resource.VolumesResource;
import dev.pontoon.daemon.start.Options;
import dev.pontoon.daemon.view.ContainerViews;
import dev.pontoon.daemon.view.NetworkViews;
import dev.pontoon.daemon.workload.ContainerControls;
import dev.pontoon.daemon.workload.ContainerLinks;
import dev.pontoon.daemon.workload.ContainerRuntime;
import dev.pontoon.daemon.workload.ContainerVolumes;
import dev.pontoon.daemon.workload.Creations;
import dev.pontoon.daemon.workload.Events;
import dev.pontoon.daemon.workload.Execs;
import dev.pontoon.daemon.workload.FilesOfNetwork;
import dev.pontoon.daemon.workload.HealthChecks;
import dev.pontoon.daemon.workload.Lifecycle;
import dev.pontoon.daemon.workload.Sandboxes;
import dev.pontoon.daemon.workload.Starts;
import dev.pontoon.engine.Engine;
import dev.pontoon.runtime.ContainerState;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.UUID;

/** What the daemon does, wired together. */
record Services(
    Options options,
    Engine engine,
    Workloads workloads,
    Events events,
    Sandboxes sandboxes,
    Lifecycle lifecycle,
    ContainerVolumes volumes,
    HealthChecks health,
    ContainerLinks links,
    Clock clock)
    implements AutoCloseable {

  static Services make(Options options, Engine engine, Workloads workloads) {
    Clock clock = Clock.systemUTC();
    Events events = new Events(clock);
    FilesOfNetwork files = new FilesOfNetwork(engine, Path.of("/etc"));
    ContainerLinks links = new ContainerLinks(engine, workloads.runtime(), workloads.requests());
    Sandboxes sandboxes =
        new Sandboxes(
            engine,
            workloads.runtime(),
            workloads.images(),
            workloads.requests(),
            files,
            links,
            events,
            options.hostNamespace());
    ContainerVolumes volumes =
        new ContainerVolumes(workloads.volumes(), workloads.runtime(), workloads.images(), events);
    HealthChecks health = new HealthChecks(workloads.runtime(), events, clock);
    Creations creations =
        new Creations(workloads.runtime(), workloads.requests(), sandboxes, links, events, volumes);
    Starts starts =
        new Starts(
            engine,
            workloads.runtime(),
            workloads.requests(),
            sandboxes,
            files,
            links,
            events,
            volumes,
            health);
    Lifecycle lifecycle =
        new Lifecycle(
            engine,
            workloads.runtime(),
            workloads.requests(),
            sandboxes,
            creations,
            starts,
            events,
            volumes,
            health);
    return new Services(
        options, engine, workloads, events, sandboxes, lifecycle, volumes, health, links, clock);
  }

  /** Hears of what ended meanwhile, and makes all parts agree. */
  void reconcile() {
    workloads.runtime().listen(lifecycle);
    lifecycle.reconcile();
  }

  /** Adds all routes. */
  void register(Router router) {
    ContainerRuntime runtime = workloads.runtime();
    Execs execs = new Execs(runtime, events, clock);
    new SystemResource(engine, runtime, workloads.images(), events, setting(), clock)
        .register(router);
    ContainerViews views = new ContainerViews(engine, clock, lifecycle, volumes, health, links);
    new ContainersResource(
            runtime,
            lifecycle,
            sandboxes,
            workloads.requests(),
            workloads.files(),
            execs,
            views,
            events,
            clock)
        .register(router);
    new DiskUsageResource(
            runtime, workloads.images(), workloads.requests(), workloads.files(), views, volumes)
        .register(router);
    new ProcessesResource(
            runtime, new ContainerControls(runtime, workloads.requests(), events), clock)
        .register(router);
    new FilesResource(runtime, workloads.files(), events).register(router);
    new VolumesResource(volumes, events, clock).register(router);
    new AttachResource(runtime, events).register(router);
    new StreamsResource(runtime, workloads.requests()).register(router);
    new ExecResource(execs).register(router);
    new RegistryResource(workloads.images(), events).register(router);
    new ImagesResource(workloads.images(), events, clock).register(router);
    new NetworksResource(engine, sandboxes, new NetworkViews(engine), events, clock)
        .register(router);
    new EventsResource(events, clock).register(router);
    new PontoonResource(engine).register(router);
    Unsupported.register(router);
  }

  private SystemResource.Setting setting() {
    byte[] root = options.dataRoot().toString().getBytes(StandardCharsets.UTF_8);
    return new SystemResource.Setting(
        Version.current(),
        options.dataRoot(),
        UUID.nameUUIDFromBytes(root).toString(),
        options.logLevel().equals("debug"),
        options.pools(),
        options.insecureRegistries());
  }

  /** Removes all containers, networks and rules. */
  void removeEverything() {
    for (ContainerState state : workloads.runtime().list()) {
      lifecycle.remove(state.id(), true, true);
    }
    engine.removeEverything();
  }

  @Override
  public void close() {
    lifecycle.close();
  }
}
