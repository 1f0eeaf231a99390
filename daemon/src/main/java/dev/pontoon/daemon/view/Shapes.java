package dev.pontoon.daemon.view;

import dev.pontoon.api.ContainerInspection;
import dev.pontoon.api.ContainerSummary;
import dev.pontoon.api.EndpointSettings;
import dev.pontoon.api.ImageInspection;
import dev.pontoon.api.ImageSummary;
import dev.pontoon.api.NetworkInspection;
import dev.pontoon.api.SystemInfo;
import dev.pontoon.daemon.http.ApiVersion;
import dev.pontoon.daemon.http.Json;
import dev.pontoon.engine.model.Network;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Answers in the shape that a client's version of the API has, where it is another than the newest
 * (Docker's api/docs/CHANGELOG.md). Large answers become trees: what went away has no place in the
 * records.
 */
public final class Shapes {
  private static final int SHORT_ID = 12;
  private static final List<String> TEXTS_OF_IMAGES =
      List.of("Parent", "Comment", "DockerVersion", "Author");
  private static final List<String> OF_CONTAINERS =
      List.of("Hostname", "Domainname", "Image"); // stood in images' configurations until 1.49
  private static final List<String> FLAGS_OF_CONTAINERS =
      List.of("AttachStdin", "AttachStdout", "AttachStderr", "Tty", "OpenStdin", "StdinOnce");
  private static final List<String> TEXTS_OF_CONFIGS = List.of("User", "WorkingDir");
  private static final List<String> LISTS_OF_CONFIGS =
      List.of("Env", "Cmd", "Entrypoint", "Volumes", "Labels", "OnBuild");

  private Shapes() {}

  /** A container. */
  public static ObjectNode container(ContainerInspection newest, ApiVersion version) {
    ObjectNode tree = (ObjectNode) Json.tree(newest);
    ObjectNode config = (ObjectNode) tree.get("Config");
    if (version.atLeast(52)) {
      config.remove("MacAddress");
    } else {
      config.putNull("OnBuild");
      Map<String, EndpointSettings> networks = newest.networkSettings().networks();
      bridge(
          (ObjectNode) tree.get("NetworkSettings"),
          networks.getOrDefault(Network.DEFAULT_BRIDGE, EndpointSettings.NONE));
    }
    // Not before the first start: docker-compose 1 takes the id for a sign that it has connected.
    if (!version.atLeast(45) && !newest.state().status().equals("created")) {
      aliases(newest, (ObjectNode) tree.get("NetworkSettings").get("Networks"));
    }
    return tree;
  }

  /** The place on the default bridge, as if it were the only one. */
  private static void bridge(ObjectNode settings, EndpointSettings bridge) {
    settings.put("Bridge", "");
    settings.put("HairpinMode", false);
    settings.put("LinkLocalIPv6Address", "");
    settings.put("LinkLocalIPv6PrefixLen", 0);
    settings.putNull("SecondaryIPAddresses");
    settings.putNull("SecondaryIPv6Addresses");
    settings.put("EndpointID", bridge.endpointId());
    settings.put("Gateway", bridge.gateway());
    settings.put("GlobalIPv6Address", bridge.globalIpv6Address());
    settings.put("GlobalIPv6PrefixLen", bridge.globalIpv6PrefixLen());
    settings.put("IPAddress", bridge.ipAddress());
    settings.put("IPPrefixLen", bridge.ipPrefixLen());
    settings.put("IPv6Gateway", bridge.ipv6Gateway());
    settings.put("MacAddress", bridge.macAddress());
  }

  /** The names that a container has without being given them stood among its aliases. */
  private static void aliases(ContainerInspection container, ObjectNode networks) {
    container
        .networkSettings()
        .networks()
        .forEach((name, settings) -> {
          if (Set.of(Network.DEFAULT_BRIDGE, Network.HOST, Network.NONE).contains(name)) {
            return;
          }
          Set<String> all = new LinkedHashSet<>();
          if (settings.aliases() != null) {
            all.addAll(settings.aliases());
          }
          all.add(container.id().substring(0, SHORT_ID));
          all.add(container.config().hostname());
          ArrayNode aliases = ((ObjectNode) networks.get(name)).putArray("Aliases");
          all.forEach(aliases::add);
        });
  }

  /** Rows of containers. */
  public static List<ContainerSummary> containers(
      List<ContainerSummary> newest, ApiVersion version) {
    return version.atLeast(46)
        ? newest
        : newest.stream().map(ContainerSummary::withoutAnnotations).toList();
  }

  /** Rows of images. */
  public static List<ImageSummary> images(List<ImageSummary> newest, ApiVersion version) {
    return version.atLeast(51) ? newest : newest.stream().map(i -> image(i, -1, version)).toList();
  }

  /** Rows of images that tell what takes space: how many containers each has was always there. */
  public static List<ImageSummary> usedImages(List<ImageSummary> newest, ApiVersion version) {
    return version.atLeast(44)
        ? newest
        : newest.stream().map(i -> image(i, i.containers(), version)).toList();
  }

  private static ImageSummary image(ImageSummary newest, int containers, ApiVersion version) {
    boolean nameless =
        !version.atLeast(43) && newest.repoTags().isEmpty() && newest.repoDigests().isEmpty();
    return new ImageSummary(
        newest.id(),
        newest.parentId(),
        nameless ? List.of("<none>:<none>") : newest.repoTags(),
        nameless ? List.of("<none>@<none>") : newest.repoDigests(),
        newest.created(),
        newest.size(),
        version.atLeast(44) ? null : (Long) newest.size(),
        newest.sharedSize(),
        newest.labels(),
        containers);
  }

  /** An image. */
  public static ObjectNode image(ImageInspection newest, ApiVersion version) {
    ObjectNode tree = (ObjectNode) Json.tree(newest);
    if (!version.atLeast(44)) {
      tree.put("VirtualSize", newest.size());
    }
    if (!version.atLeast(45)) {
      tree.put("Container", "");
      fill(tree.putObject("ContainerConfig"), true);
    }
    if (!version.atLeast(52)) {
      TEXTS_OF_IMAGES.stream().filter(t -> !tree.has(t)).forEach(t -> tree.put(t, ""));
      fill((ObjectNode) tree.get("Config"), !version.atLeast(50));
    }
    return tree;
  }

  /**
   * What a configuration does not say was told as empty, and what is only a container's as well.
   */
  private static void fill(ObjectNode config, boolean likeContainers) {
    TEXTS_OF_CONFIGS.stream().filter(t -> !config.has(t)).forEach(t -> config.put(t, ""));
    LISTS_OF_CONFIGS.stream().filter(l -> !config.has(l)).forEach(config::putNull);
    if (likeContainers) {
      OF_CONTAINERS.forEach(t -> config.put(t, ""));
      FLAGS_OF_CONTAINERS.forEach(f -> config.put(f, false));
    }
  }

  /** Networks in a list, without their containers. */
  public static List<NetworkInspection> networks(
      List<NetworkInspection> newest, ApiVersion version) {
    return version.atLeast(52)
        ? newest.stream().map(NetworkInspection::withoutContainers).toList()
        : newest.stream().map(NetworkInspection::withoutStatus).toList();
  }

  /** A network. */
  public static NetworkInspection network(NetworkInspection newest, ApiVersion version) {
    return version.atLeast(52) ? newest : newest.withoutStatus();
  }

  /** The daemon and its host. */
  public static ObjectNode info(SystemInfo newest, ApiVersion version) {
    ObjectNode tree = (ObjectNode) Json.tree(newest);
    if (!version.atLeast(50)) {
      tree.put("BridgeNfIptables", false);
      tree.put("BridgeNfIp6tables", false);
    }
    if (!version.atLeast(49)) {
      tree.remove("FirewallBackend");
      for (String part : List.of("ContainerdCommit", "RuncCommit", "InitCommit")) {
        ObjectNode commit = (ObjectNode) tree.get(part);
        commit.set("Expected", commit.get("ID"));
      }
    }
    if (!version.atLeast(47)) {
      ObjectNode registries = (ObjectNode) tree.get("RegistryConfig");
      registries.putNull("AllowNondistributableArtifactsCIDRs");
      registries.putNull("AllowNondistributableArtifactsHostnames");
    }
    if (!version.atLeast(25)) {
      ArrayNode names = tree.putArray("SecurityOptions");
      newest.securityOptions().forEach(o -> names.add(o.replaceFirst("name=([^,]*).*", "$1")));
    }
    return tree;
  }
}
