package dev.pontoon.daemon.resource;

import dev.pontoon.api.ChangedPath;
import dev.pontoon.api.ContainerConfig;
import dev.pontoon.api.IdResponse;
import dev.pontoon.api.PathStat;
import dev.pontoon.daemon.edge.CommitChanges;
import dev.pontoon.daemon.edge.ImageNames;
import dev.pontoon.daemon.http.Exchange;
import dev.pontoon.daemon.http.HttpError;
import dev.pontoon.daemon.http.Json;
import dev.pontoon.daemon.http.Router;
import dev.pontoon.daemon.view.GoFileMode;
import dev.pontoon.daemon.workload.ContainerFiles;
import dev.pontoon.daemon.workload.ContainerRuntime;
import dev.pontoon.daemon.workload.Events;
import dev.pontoon.runtime.ContainerPath;
import dev.pontoon.runtime.ContainerState;
import dev.pontoon.runtime.ImageInfo;
import dev.pontoon.runtime.RuntimeFault;
import dev.pontoon.runtime.image.CommitSpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** {@code /containers/{id}/archive}, {@code export}, {@code changes}, and {@code /commit}. */
public final class FilesResource {
  private static final String STAT = "X-Docker-Container-Path-Stat";
  private static final String TAR = "application/x-tar";

  private final ContainerRuntime runtime;
  private final ContainerFiles files;
  private final Events events;

  /** The files of a runtime's containers. */
  public FilesResource(ContainerRuntime runtime, ContainerFiles files, Events events) {
    this.runtime = runtime;
    this.files = files;
    this.events = events;
  }

  /** Adds the routes. */
  public void register(Router router) {
    router
        .on("HEAD", "/containers/{id}/archive", this::stat)
        .on("GET", "/containers/{id}/archive", this::read)
        .on("PUT", "/containers/{id}/archive", this::write)
        .on("GET", "/containers/{id}/export", this::export)
        .on("GET", "/containers/{id}/changes", this::differences)
        .on("POST", "/commit", this::commit);
  }

  private static String path(Exchange exchange) {
    String path = exchange.query("path");
    if (path.isEmpty()) {
      throw HttpError.invalid("bad parameter: path cannot be empty");
    }
    return path.startsWith("/") ? path : "/" + path;
  }

  private ContainerState container(Exchange exchange) {
    return runtime.inspect(exchange.parameter("id"));
  }

  private void stat(Exchange exchange) {
    describe(exchange);
    exchange.empty(200);
  }

  private void describe(Exchange exchange) {
    ContainerPath found = files.stat(exchange.parameter("id"), path(exchange));
    PathStat stat =
        new PathStat(
            found.name(),
            found.size(),
            GoFileMode.of(found.mode()),
            found.modified().toString(),
            found.linkTarget());
    exchange.responseHeader(STAT, Base64.getEncoder().encodeToString(Json.bytes(stat)));
  }

  private void read(Exchange exchange) throws IOException {
    ContainerState state = container(exchange);
    describe(exchange);
    events.container("archive-path", state, Map.of());
    try (OutputStream out = exchange.stream(200, TAR)) {
      files.read(state.id(), path(exchange), out);
    }
  }

  private void write(Exchange exchange) throws IOException {
    ContainerState state = container(exchange);
    try (InputStream tar = exchange.body()) {
      write(exchange, tar);
    }
    events.container("extract-to-dir", state, Map.of());
    exchange.empty(200);
  }

  /** A client reads why it was refused once it has sent all that it has. */
  private void write(Exchange exchange, InputStream tar) throws IOException {
    try {
      files.write(
          exchange.parameter("id"),
          path(exchange),
          tar,
          exchange.flag("noOverwriteDirNonDir"),
          exchange.flag("copyUIDGID"));
    } catch (RuntimeFault e) {
      tar.transferTo(OutputStream.nullOutputStream());
      throw e;
    }
  }

  private void export(Exchange exchange) throws IOException {
    ContainerState state = container(exchange);
    events.container("export", state, Map.of());
    try (OutputStream out = exchange.stream(200, "application/octet-stream")) {
      files.export(state.id(), out);
    }
  }

  private void differences(Exchange exchange) throws IOException {
    List<ChangedPath> changes =
        files.changes(container(exchange).id()).stream()
            .map(c -> new ChangedPath(c.path(), c.kind().number()))
            .toList();
    exchange.json(200, changes);
  }

  private void commit(Exchange exchange) throws IOException {
    ContainerState state = runtime.inspect(exchange.query("container"));
    String repository = exchange.query("repo");
    CommitSpec spec =
        new CommitSpec(
            repository.isEmpty() ? "" : ImageNames.join(repository, exchange.query("tag")),
            exchange.query("comment"),
            exchange.query("author"),
            changes(exchange));
    boolean pauses =
        state.status() == ContainerState.Status.RUNNING
            && (exchange.query("pause").isEmpty() || exchange.flag("pause"));
    ImageInfo image = pauses ? pausedCommit(state, spec) : files.commit(state.id(), spec);
    events.container("commit", state, Map.of("comment", spec.message(), "imageID", image.id()));
    exchange.json(201, new IdResponse(image.id()));
  }

  /** The body is a configuration to put over the container's; the query's lines go over both. */
  private static List<String> changes(Exchange exchange) throws IOException {
    Stream<String> lines =
        exchange.queryAll("changes").stream()
            .flatMap(String::lines)
            .filter(line -> !line.isBlank());
    return Stream.concat(CommitChanges.of(exchange.json(ContainerConfig.class)).stream(), lines)
        .toList();
  }

  private ImageInfo pausedCommit(ContainerState state, CommitSpec spec) {
    runtime.pause(state.id());
    try {
      return files.commit(state.id(), spec);
    } finally {
      runtime.resume(state.id());
    }
  }
}
