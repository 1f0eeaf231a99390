package dev.pontoon.daemon.workload;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.pontoon.api.ContainerConfig;
import dev.pontoon.api.EndpointSettings;
import dev.pontoon.api.HostConfig;
import dev.pontoon.daemon.edge.ContainerRequest;
import dev.pontoon.daemon.http.Json;
import dev.pontoon.runtime.RuntimeFault;
import dev.pontoon.runtime.Steps;
import dev.pontoon.runtime.files.Disk;
import dev.pontoon.runtime.files.Layout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What each container was asked for, kept over restarts of the daemon: one JSON file a container,
 * replaced as a whole. That of a container which goes when it ends is not synced: an empty file
 * beside it tells, should power be lost and it be found torn.
 */
public final class Requests {
  private static final Logger LOG = LoggerFactory.getLogger(Requests.class);
  private static final String SUFFIX = ".json";
  private static final String PASSING = ".passing";
  private static final Layout LAYOUT = new Layout("container request", List.of());

  private final Path directory;
  private final Steps steps;
  private final Map<String, ContainerRequest> requests = new ConcurrentHashMap<>();
  private final Set<String> unreadable = ConcurrentHashMap.newKeySet();
  private final Set<String> stopped = ConcurrentHashMap.newKeySet();
  private final Set<String> linked = ConcurrentHashMap.newKeySet();

  private record Stored(
      @JsonProperty(Layout.VERSION) int version,
      ContainerConfig config,
      HostConfig hostConfig,
      Map<String, EndpointSettings> networks,
      boolean stopped) {}

  private Requests(Path directory, Steps steps) {
    this.directory = directory;
    this.steps = steps;
  }

  /**
   * Looks whether {@link #open} could read what is kept in a directory, and changes nothing.
   *
   * @throws dev.pontoon.runtime.RuntimeFault FAILED if a newer build has written some of it
   */
  public static void check(Path directory) {
    Disk.list(directory).stream()
        .filter(file -> file.toString().endsWith(SUFFIX))
        .forEach(LAYOUT::check);
  }

  /**
   * Reads what is kept in a directory.
   *
   * @param steps hears of each write before it is made
   */
  public static Requests open(Path directory, Steps steps) throws IOException {
    Requests requests = new Requests(Files.createDirectories(directory), steps);
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.collect(Collectors.toList())) {
        requests.load(file);
      }
    }
    return requests;
  }

  private void load(Path file) throws IOException {
    String name = file.getFileName().toString();
    if (!name.endsWith(SUFFIX)) {
      if (!name.endsWith(PASSING) || !Files.exists(file(stem(name, PASSING)))) {
        Files.deleteIfExists(file); // a write that was cut off, or a note of what is gone
      }
      return;
    }
    String id = stem(name, SUFFIX);
    Stored stored;
    try {
      stored = Json.as(LAYOUT.upgrade(document(file), file.toString()), Stored.class);
    } catch (RuntimeFault e) {
      throw e; // a newer build has written it
    } catch (RuntimeException e) {
      if (Files.exists(passing(id))) {
        LOG.info("removing what container {} was asked for: {}", id, e.getMessage());
        remove(id);
        return;
      }
      LOG.error("container {} is left alone, since {} can't be read: {}", id, file, e.getMessage());
      unreadable.add(id);
      return;
    }
    Map<String, EndpointSettings> networks = new LinkedHashMap<>(stored.networks());
    hold(id, new ContainerRequest(stored.config(), stored.hostConfig(), networks));
    if (stored.stopped()) {
      stopped.add(id);
    }
  }

  private static ObjectNode document(Path file) throws IOException {
    if (Json.parse(Files.readString(file)) instanceof ObjectNode document) {
      return document;
    }
    throw new IllegalStateException("it holds no JSON object");
  }

  private static String stem(String name, String suffix) {
    return name.substring(0, name.length() - suffix.length());
  }

  /** Whether a container's request is there and can't be read. */
  boolean unreadable(String id) {
    return unreadable.contains(id);
  }

  /** The ids of all containers known here. */
  public Set<String> ids() {
    return Set.copyOf(requests.keySet());
  }

  /** What a container was asked for. */
  public Optional<ContainerRequest> find(String id) {
    return Optional.ofNullable(requests.get(id));
  }

  /** The ids of the containers that are linked to others. */
  Set<String> linked() {
    return Set.copyOf(linked);
  }

  /** Keeps a request. */
  public void put(String id, ContainerRequest request) {
    write(id, request);
    hold(id, request);
  }

  private void hold(String id, ContainerRequest request) {
    requests.put(id, request);
    if (request.hostConfig().links().isEmpty()) {
      linked.remove(id);
    } else {
      linked.add(id);
    }
  }

  /** Whether a user stopped the container, so that no restart policy wakes it. */
  public boolean stopped(String id) {
    return stopped.contains(id);
  }

  /** Notes that a user stopped the container, or started it again. */
  public void stopped(String id, boolean byUser) {
    boolean changed = byUser ? stopped.add(id) : stopped.remove(id);
    ContainerRequest request = requests.get(id);
    if (changed && request != null) {
      write(id, request);
    }
  }

  /** Forgets a container. */
  public void remove(String id) {
    requests.remove(id);
    linked.remove(id);
    stopped.remove(id);
    steps.next("remove request of " + id);
    try {
      Files.deleteIfExists(file(id));
      Files.deleteIfExists(passing(id));
    } catch (IOException e) {
      throw new UncheckedIOException("forget container " + id, e);
    }
  }

  private void write(String id, ContainerRequest request) {
    Stored stored =
        new Stored(
            LAYOUT.newest(),
            request.config(),
            request.hostConfig(),
            request.networks(),
            stopped.contains(id));
    steps.next("write request of " + id);
    if (request.hostConfig().autoRemove()) {
      Disk.overwrite(passing(id), new byte[0]);
      Disk.swap(file(id), Json.bytes(stored));
    } else {
      Disk.replace(file(id), Json.bytes(stored));
    }
  }

  private Path passing(String id) {
    return directory.resolve(id + PASSING);
  }

  private Path file(String id) {
    return directory.resolve(id + SUFFIX);
  }
}
