package dev.pontoon.daemon.edge;

import dev.pontoon.api.ContainerConfig;
import dev.pontoon.api.EndpointSettings;
import dev.pontoon.api.HostConfig;
import dev.pontoon.api.NetworkingConfig;
import dev.pontoon.daemon.http.Json;
import dev.pontoon.engine.model.Network;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A container as it was asked for. Its networks change as it is connected and disconnected.
 *
 * @param networks by name or id, in the order to connect them
 * @param shallowReadOnly whether what is mounted below a read-only bind stays writable where the
 *     request does not say; asked when the container is made, and not kept
 */
public record ContainerRequest(
    ContainerConfig config,
    HostConfig hostConfig,
    Map<String, EndpointSettings> networks,
    boolean shallowReadOnly) {

  public ContainerRequest {
    networks = Collections.unmodifiableMap(new LinkedHashMap<>(networks));
  }

  /** A container that there is already. */
  public ContainerRequest(
      ContainerConfig config, HostConfig hostConfig, Map<String, EndpointSettings> networks) {
    this(config, hostConfig, networks, false);
  }

  /** Reads the body of a create call. */
  public static ContainerRequest parse(JsonNode body, boolean shallowReadOnly) {
    HostConfig host = Json.field(body, "HostConfig", HostConfig.class);
    NetworkingConfig networking = Json.field(body, "NetworkingConfig", NetworkingConfig.class);
    ContainerConfig config = Json.as(body, ContainerConfig.class);
    return new ContainerRequest(
        config,
        host,
        Networks.wanted(mode(config, host), networking.endpointsConfig()),
        shallowReadOnly);
  }

  private static String mode(ContainerConfig config, HostConfig host) {
    return config.networkDisabled() ? Network.NONE : host.networkMode();
  }

  /** The same container with other links. */
  public ContainerRequest withLinks(List<String> links) {
    ObjectNode host = (ObjectNode) Json.tree(hostConfig);
    ArrayNode array = host.putArray("Links");
    links.forEach(array::add);
    return new ContainerRequest(config, Json.as(host, HostConfig.class), networks);
  }

  /** The same container with one more network, or another place on one it has. */
  public ContainerRequest connect(String network, @Nullable EndpointSettings settings) {
    Map<String, EndpointSettings> more = new LinkedHashMap<>(networks);
    more.put(network, settings == null ? EndpointSettings.NONE : settings);
    return new ContainerRequest(config, hostConfig, more);
  }

  /** The same container without a network. */
  public ContainerRequest disconnect(String network) {
    Map<String, EndpointSettings> fewer = new LinkedHashMap<>(networks);
    fewer.remove(network);
    return new ContainerRequest(config, hostConfig, fewer);
  }
}
