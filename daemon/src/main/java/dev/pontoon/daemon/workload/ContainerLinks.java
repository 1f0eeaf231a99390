package dev.pontoon.daemon.workload;

import dev.pontoon.api.HostConfig;
import dev.pontoon.daemon.edge.ContainerRequest;
import dev.pontoon.daemon.edge.Link;
import dev.pontoon.daemon.edge.Networks;
import dev.pontoon.daemon.http.HttpError;
import dev.pontoon.engine.Engine;
import dev.pontoon.engine.model.Endpoint;
import dev.pontoon.engine.model.Network;
import dev.pontoon.linux.ip.Addresses;
import dev.pontoon.linux.ip.Cidr;
import dev.pontoon.runtime.ContainerState;
import dev.pontoon.runtime.RuntimeFault;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Links between containers of the default bridge: one finds the other by an alias in its hosts file
 * and by variables in its environment. In a request they are kept by id, so that they outlive a new
 * name; a link to a container that was removed is none.
 */
public final class ContainerLinks {
  private static final Pattern RESOLVED = Pattern.compile("[0-9a-f]{64}:.+");

  private final Engine engine;
  private final ContainerRuntime runtime;
  private final Requests requests;

  /**
   * A running container that another one is linked to.
   *
   * @param name the link's: {@code /web/db}
   * @param addresses on the default bridge, that of IPv4 first
   */
  record Linked(String name, ContainerState container, List<String> addresses) {
    /** Its line for a hosts file, of an address: the alias, its hostname and its name. */
    String names() {
      String alias = name.substring(name.lastIndexOf('/') + 1);
      String own = container.spec().name();
      String names = alias + " " + container.hostname();
      return alias.equals(own) ? names : names + " " + own;
    }
  }

  /** The links that requests ask for. */
  public ContainerLinks(Engine engine, ContainerRuntime runtime, Requests requests) {
    this.engine = engine;
    this.runtime = runtime;
    this.requests = requests;
  }

  /**
   * A new container's request with its links resolved.
   *
   * @throws HttpError 400 if one leads nowhere: by 404, clients understand that an image is missing
   */
  ContainerRequest resolve(ContainerRequest request) {
    HostConfig host = request.hostConfig();
    if (host.links().isEmpty()) {
      return request;
    }
    refuse(host.networkMode().equals(Network.HOST), "host type networking");
    refuse(Networks.sharedWith(host.networkMode()).isPresent(), "container type network");
    Map<String, Link> byAlias = new LinkedHashMap<>();
    if (!Networks.userDefined(host.networkMode())) { // there the links of the endpoints count
      for (String text : host.links()) {
        Link link = Link.parse(text);
        byAlias.putIfAbsent(link.alias(), new Link(target(link).id(), link.alias()));
      }
    }
    return request.withLinks(byAlias.values().stream().map(Link::toString).toList());
  }

  private static void refuse(boolean there, String what) {
    if (there) {
      throw HttpError.invalid(
          "conflicting options: %s can't be used with links. This would result in undefined behavior"
              .formatted(what));
    }
  }

  private ContainerState target(Link link) {
    ContainerState target = find(link.target()).orElseThrow(() -> unknown(link.target()));
    String mode = requests.find(target.id()).map(r -> r.hostConfig().networkMode()).orElse("");
    refuse(mode.equals(Network.HOST), "host type networking");
    return target;
  }

  private static HttpError unknown(String name) {
    return HttpError.invalid(
        "could not get container for %s: No such container: %s".formatted(name, name));
  }

  private Optional<ContainerState> find(String reference) {
    try {
      return Optional.of(runtime.inspect(reference));
    } catch (RuntimeFault e) {
      if (e.kind() == RuntimeFault.Kind.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /**
   * What a container that is about to start is linked to.
   *
   * @throws HttpError in Docker's words, if one of them does not run or is not on the bridge
   */
  List<Linked> required(ContainerState parent, ContainerRequest request) {
    return targets(request).entrySet().stream()
        .map(link -> require(name(parent, link.getKey()), link.getValue()))
        .toList();
  }

  private Linked require(String name, ContainerState target) {
    if (!target.running()) {
      throw new HttpError(
          500,
          "Cannot link to a non running container: /%s AS %s"
              .formatted(target.spec().name(), name));
    }
    List<String> addresses = addresses(target);
    if (addresses.isEmpty()) {
      throw new HttpError(
          500, "container %s not attached to default bridge network".formatted(target.id()));
    }
    return new Linked(name, target, addresses);
  }

  /** What a container that runs finds behind its links now. */
  List<Linked> reachable(ContainerState parent, ContainerRequest request) {
    return targets(request).entrySet().stream()
        .map(link ->
            new Linked(name(parent, link.getKey()), link.getValue(), addresses(link.getValue())))
        .filter(linked -> !linked.addresses().isEmpty())
        .toList();
  }

  /** The containers behind a request's links, by alias. */
  private Map<String, ContainerState> targets(ContainerRequest request) {
    Map<String, ContainerState> targets = new LinkedHashMap<>();
    if (request.networks().containsKey(Network.DEFAULT_BRIDGE)) {
      links(request)
          .forEach(link -> find(link.target()).ifPresent(t -> targets.put(link.alias(), t)));
    }
    return targets;
  }

  private static Stream<Link> links(ContainerRequest request) {
    return request.hostConfig().links().stream()
        .filter(text -> RESOLVED.matcher(text).matches()) // not what networks of users had ignored
        .map(Link::parse);
  }

  private static String name(ContainerState parent, String alias) {
    return "/" + parent.spec().name() + "/" + alias;
  }

  private List<String> addresses(ContainerState target) {
    String bridge = engine.network(Network.DEFAULT_BRIDGE).id();
    return engine.sandbox(target.id()).flatMap(s -> s.endpointOn(bridge)).stream()
        .flatMap(ContainerLinks::addresses)
        .toList();
  }

  private static Stream<String> addresses(Endpoint endpoint) {
    return Stream.of(endpoint.ipv4(), endpoint.ipv6())
        .flatMap(Optional::stream)
        .map(Cidr::address)
        .map(Addresses::text);
  }

  /** The environment that links give, below what is configured. */
  List<String> variables(List<Linked> linked) {
    return linked.stream()
        .flatMap(link ->
            LinkVariables.of(
                link.name(),
                link.addresses().getFirst(),
                link.container().config().env(),
                exposed(link.container()))
                .stream())
        .toList();
  }

  private Set<String> exposed(ContainerState target) {
    Set<String> exposed = new TreeSet<>(target.config().exposedPorts());
    requests.find(target.id()).ifPresent(r -> exposed.addAll(r.config().exposedPorts().keySet()));
    return exposed;
  }

  /** A request's links as inspect shows them: {@code /db:/web/alias}. */
  public List<String> shown(ContainerState parent, ContainerRequest request) {
    return links(request)
        .flatMap(link ->
            find(link.target()).stream()
                .map(t -> "/" + t.spec().name() + ":" + name(parent, link.alias())))
        .toList();
  }

  /** What a container is called by those that are linked to it: {@code /web/alias}. */
  public List<String> names(String id) {
    return linkedTo(id)
        .flatMap(parent ->
            requests.find(parent.id()).stream()
                .flatMap(ContainerLinks::links)
                .filter(link -> link.target().equals(id))
                .map(link -> name(parent, link.alias())))
        .sorted()
        .toList();
  }

  /** The containers that are linked to one. */
  Stream<ContainerState> linkedTo(String id) {
    return requests.linked().stream()
        .filter(parent ->
            requests.find(parent).stream()
                .flatMap(ContainerLinks::links)
                .anyMatch(link -> link.target().equals(id)))
        .flatMap(parent -> find(parent).stream());
  }

  /**
   * Takes a link away.
   *
   * @param parent the container that is linked, by name or id
   * @return the container that it is linked to no more
   * @throws RuntimeFault NOT_FOUND if it is not linked so
   */
  ContainerState remove(String parent, String alias) {
    ContainerState state = runtime.inspect(parent);
    ContainerRequest request =
        requests.find(state.id()).orElseThrow(() -> RuntimeFault.noSuchContainer(parent));
    Link gone =
        links(request)
            .filter(link -> link.alias().equals(alias))
            .findFirst()
            .orElseThrow(() -> RuntimeFault.noSuchContainer(parent + "/" + alias));
    requests.put(
        state.id(),
        request.withLinks(
            links(request).filter(l -> !l.equals(gone)).map(Link::toString).toList()));
    return state;
  }
}
