package dev.pontoon.daemon.workload;

import dev.pontoon.api.EndpointSettings;
import dev.pontoon.api.HostConfig;
import dev.pontoon.daemon.edge.ContainerRequest;
import dev.pontoon.daemon.edge.ContainerSpecs;
import dev.pontoon.daemon.edge.ImageNames;
import dev.pontoon.daemon.edge.Networks;
import dev.pontoon.daemon.edge.Platform;
import dev.pontoon.daemon.edge.Ports;
import dev.pontoon.daemon.http.HttpError;
import dev.pontoon.engine.Engine;
import dev.pontoon.engine.EngineConfig;
import dev.pontoon.engine.EngineException;
import dev.pontoon.engine.model.EndpointSpec;
import dev.pontoon.engine.model.Network;
import dev.pontoon.engine.model.NetworkMode;
import dev.pontoon.engine.model.PortSpec;
import dev.pontoon.engine.model.Sandbox;
import dev.pontoon.engine.model.SandboxSpec;
import dev.pontoon.runtime.ContainerState;
import dev.pontoon.runtime.NetworkFiles;
import dev.pontoon.runtime.RuntimeFault;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The networking of containers: asked for, set up, and changed while they run. */
public final class Sandboxes {
  private static final Logger LOG = LoggerFactory.getLogger(Sandboxes.class);
  private static final String PREVIEW_ID = "0".repeat(64);

  private final Engine engine;
  private final ContainerRuntime runtime;
  private final ImageStore images;
  private final Requests requests;
  private final FilesOfNetwork files;
  private final ContainerLinks links;
  private final Events events;
  private final Path hostNamespace;

  /**
   * The networking that an engine gives.
   *
   * @param hostNamespace the engine's
   */
  public Sandboxes(
      Engine engine,
      ContainerRuntime runtime,
      ImageStore images,
      Requests requests,
      FilesOfNetwork files,
      ContainerLinks links,
      Events events,
      Path hostNamespace) {
    this.engine = engine;
    this.runtime = runtime;
    this.images = images;
    this.requests = requests;
    this.files = files;
    this.links = links;
    this.events = events;
    this.hostNamespace = hostNamespace;
  }

  /** Bytes of an image's layers; 0 for none. */
  public long imageSize(String id) {
    return id.isEmpty() ? 0 : images.find(id).map(i -> i.size()).orElse(0L);
  }

  /** Refuses a container of an image that is not here, in the words that make clients pull it. */
  void checkImage(ContainerRequest request) {
    String image = request.config().image();
    if (!image.isEmpty() && images.find(ImageNames.familiar(image)).isEmpty()) {
      throw RuntimeFault.noSuchImage(ImageNames.tagged(image));
    }
  }

  /**
   * Refuses a container whose image is here, but for another machine, in the words that make
   * clients pull it.
   *
   * @param platform {@code linux/arm64}; empty for whichever is here
   */
  public void checkPlatform(ContainerRequest request, String platform) {
    if (platform.isEmpty()) {
      return;
    }
    Platform wanted = Platform.parse(platform);
    String name = ImageNames.familiar(request.config().image());
    images.find(name).ifPresent(image -> wanted.require(request.config().image(), image));
  }

  /** Refuses, before anything is made, networking that could never be set up. */
  void check(ContainerRequest request) {
    HostConfig host = request.hostConfig();
    Networks.sharedWith(host.networkMode()).ifPresent(other -> other(runtime, other));
    Networks.sharedWith(host.pidMode()).ifPresent(other -> other(runtime, other));
    Networks.sharedWith(host.ipcMode()).ifPresent(other -> other(runtime, other));
    Networks.mode(request, Optional.empty());
    ports(request, Set.of());
    for (String network : request.networks().keySet()) {
      try {
        engine.network(network);
      } catch (EngineException e) {
        // Not 404, which clients take as: this image is not here, pull it.
        throw HttpError.invalid(String.valueOf(e.getMessage()));
      }
    }
  }

  /**
   * A container that another one is to share something with.
   *
   * @throws HttpError 400 if there is none: by 404, clients understand that the image is not here
   */
  static ContainerState other(ContainerRuntime runtime, String reference) {
    try {
      return runtime.inspect(reference);
    } catch (RuntimeFault e) {
      throw e.kind() == RuntimeFault.Kind.NOT_FOUND
          ? HttpError.invalid(String.valueOf(e.getMessage()))
          : e;
    }
  }

  /** What to tell the user who creates a container. */
  List<String> warnings(ContainerRequest request) {
    HostConfig host = request.hostConfig();
    boolean discarded = host.networkMode().equals("host") && !host.portBindings().isEmpty();
    return discarded
        ? List.of("Published ports are discarded when using host network mode")
        : List.of();
  }

  /** What a container's sandbox is to be. */
  SandboxSpec spec(ContainerState state, ContainerRequest request) {
    return spec(
        state.id(), state.spec().name(), request, Set.copyOf(state.config().exposedPorts()));
  }

  private SandboxSpec spec(
      String id, String name, ContainerRequest request, Set<String> imagePorts) {
    Optional<String> shared =
        Networks.sharedWith(request.hostConfig().networkMode()).map(this::running);
    NetworkMode mode = Networks.mode(request, shared);
    boolean publishes = mode instanceof NetworkMode.Own;
    return new SandboxSpec(id, name, mode, publishes ? ports(request, imagePorts) : List.of());
  }

  private String running(String reference) {
    ContainerState other = runtime.inspect(reference);
    if (!other.running()) {
      throw HttpError.conflict(
          "cannot join network of a non running container: " + Lifecycle.shortId(other.id()));
    }
    return other.id();
  }

  private static List<PortSpec> ports(ContainerRequest request, Set<String> imagePorts) {
    Set<String> exposed = new TreeSet<>();
    if (request.hostConfig().publishAllPorts()) {
      exposed.addAll(imagePorts);
      exposed.addAll(request.config().exposedPorts().keySet());
    }
    request.config().exposedPorts().keySet().forEach(Ports.Exposed::parse);
    return Ports.parse(request.hostConfig().portBindings(), exposed);
  }

  /** What starting such a container would do to the network, as command lines. */
  public List<String> preview(String name, ContainerRequest request) {
    check(request);
    String label = name.isEmpty() ? "container" : name;
    ContainerSpecs.parse(label, request);
    checkImage(request);
    String image = ImageNames.familiar(request.config().image());
    Set<String> ports =
        image.isEmpty() ? Set.of() : Set.copyOf(images.inspect(image).config().exposedPorts());
    return engine.describeAttach(spec(PREVIEW_ID, label, request, ports));
  }

  /** Puts a container on a network: at once if it runs, else when it is started. */
  public void connect(String networkReference, String reference, EndpointSettings settings) {
    Network network = engine.network(networkReference);
    ContainerState state = runtime.inspect(reference);
    ContainerRequest request = request(state);
    if (request.networks().containsKey(network.name())
        || request.networks().containsKey(network.id())) {
      throw new HttpError(
          403,
          "endpoint with name %s already exists in network %s"
              .formatted(state.spec().name(), network.name()));
    }
    ContainerRequest changed = request.connect(network.name(), settings);
    Networks.mode(changed, Networks.sharedWith(request.hostConfig().networkMode()));
    // The request first: what it says beyond the engine's state, the next start drops.
    requests.put(state.id(), changed);
    if (state.running()) {
      connectNow(state, request, Networks.endpoint(network.name(), settings));
      rewriteFiles(state, changed);
    }
    events.network("connect", network, Map.of("container", state.id()));
  }

  private void connectNow(ContainerState state, ContainerRequest before, EndpointSpec spec) {
    try {
      engine.connect(state.id(), spec);
    } catch (RuntimeException e) {
      requests.put(state.id(), before);
      throw e;
    }
  }

  /**
   * Makes the request and the files of a running container agree with its sandbox: a daemon may
   * have ended between the one and the other.
   */
  void agree(ContainerState state) {
    Optional<Sandbox> sandbox = engine.sandbox(state.id());
    Optional<ContainerRequest> request = requests.find(state.id());
    if (sandbox.isEmpty()
        || request.isEmpty()
        || !(sandbox.get().mode() instanceof NetworkMode.Own)) {
      return;
    }
    ContainerRequest agreed = request.get();
    for (String reference : request.get().networks().keySet()) {
      boolean connected =
          engine.networks().stream()
              .filter(n -> n.name().equals(reference) || n.id().startsWith(reference))
              .anyMatch(n -> sandbox.get().endpointOn(n.id()).isPresent());
      if (!connected) {
        agreed = agreed.disconnect(reference);
      }
    }
    if (!agreed.equals(request.get())) {
      requests.put(state.id(), agreed);
    }
    rewriteFiles(state, agreed);
  }

  /** Takes a container off a network, also off one that was removed while it did not run. */
  public void disconnect(String networkReference, String reference) {
    ContainerState state = runtime.inspect(reference);
    ContainerRequest request = request(state);
    if (!state.running() && request.networks().containsKey(networkReference)) {
      requests.put(state.id(), request.disconnect(networkReference));
      return;
    }
    Network network = engine.network(networkReference);
    String key =
        request.networks().keySet().stream()
            .filter(k -> k.equals(network.name()) || network.id().startsWith(k))
            .findFirst()
            .orElseThrow(() -> notConnected(state, network));
    ContainerRequest changed = request.disconnect(key);
    if (state.running()) {
      engine.disconnect(state.id(), network.id());
      rewriteFiles(state, changed);
    }
    requests.put(state.id(), changed);
    events.network("disconnect", network, Map.of("container", state.id()));
  }

  private static HttpError notConnected(ContainerState state, Network network) {
    return new HttpError(
        403,
        "container %s is not connected to network %s"
            .formatted(state.spec().name(), network.name()));
  }

  /** Takes a link of a container away, and its name out of a running one. */
  public void unlink(String parent, String alias) {
    refresh(links.remove(parent, alias));
  }

  /** Lets a running container know what it is linked to now; one that has ended reads no more. */
  void refresh(ContainerState state) {
    try {
      if (state.running() && engine.sandbox(state.id()).isPresent()) {
        requests.find(state.id()).ifPresent(request -> rewriteFiles(state, request));
      }
    } catch (RuntimeException e) {
      LOG.warn("hosts of container {} stay as they are: {}", state.spec().name(), e.getMessage());
    }
  }

  private void rewriteFiles(ContainerState state, ContainerRequest request) {
    Sandbox sandbox = engine.sandbox(state.id()).orElseThrow();
    NetworkFiles etc =
        files.make(state, request.hostConfig(), sandbox, links.reachable(state, request));
    runtime.updateFiles(state.id(), etc);
  }

  private ContainerRequest request(ContainerState state) {
    return requests
        .find(state.id())
        .orElseThrow(() -> HttpError.notFound("No such container: " + state.id()));
  }

  /** Whether a namespace is that of the daemon's own process. */
  boolean isOwnNamespace(Path namespace) {
    return namespace.equals(hostNamespace) && hostNamespace.equals(EngineConfig.OWN_NAMESPACE);
  }
}
