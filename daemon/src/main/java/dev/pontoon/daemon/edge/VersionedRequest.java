package dev.pontoon.daemon.edge;

import dev.pontoon.daemon.http.ApiVersion;
import dev.pontoon.daemon.http.HttpError;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A create call as its version of the API means it: what a version did not know is taken out as it
 * was passed over then, or refused where that would be a surprise (Docker's api/docs/CHANGELOG.md).
 *
 * @param warnings to be told with the answer
 */
public record VersionedRequest(ContainerRequest request, List<String> warnings) {
  private static final int RECURSIVE_SINCE = 44;
  private static final Map<String, String> OPTIONS =
      Map.of(
          "bind", "BindOptions",
          "volume", "VolumeOptions",
          "image", "ImageOptions",
          "tmpfs", "TmpfsOptions");

  public VersionedRequest {
    warnings = List.copyOf(warnings);
  }

  /**
   * Reads the body of a create call.
   *
   * @throws HttpError 400 for what the version has not or does not take, 501 for what Docker has
   *     and Pontoon does not
   */
  public static VersionedRequest parse(JsonNode body, ApiVersion version) {
    JsonNode adapted = body.deepCopy();
    JsonNode host = Refusals.member(adapted, "HostConfig");
    JsonNode networking = Refusals.member(adapted, "NetworkingConfig");
    JsonNode endpoints = Refusals.member(networking, "EndpointsConfig");
    Refusals.check(host, "HostConfig.");
    host(host, version);
    Refusals.member(host, "Mounts").forEach(mount -> mount(mount, version));
    if (!version.atLeast(44)) {
      drop(Refusals.member(adapted, "Healthcheck"), "StartInterval");
      single(endpoints);
    }
    for (JsonNode endpoint : endpoints) {
      drop(endpoint, version.atLeast(48) ? "" : "GwPriority");
      drop(endpoint, version.atLeast(44) ? "" : "MacAddress");
    }
    List<String> warnings = new ArrayList<>();
    mac(adapted, host, endpoints, version, warnings);
    volumeDriver(host, version, warnings);
    return new VersionedRequest(
        ContainerRequest.parse(adapted, !version.atLeast(RECURSIVE_SINCE)), warnings);
  }

  private static void host(JsonNode host, ApiVersion version) {
    drop(host, version.atLeast(25) ? "" : "AutoRemove");
    drop(host, version.atLeast(42) ? "" : "ConsoleSize");
    drop(host, version.atLeast(43) ? "" : "Annotations");
  }

  private static void mount(JsonNode mount, ApiVersion version) {
    String type = Refusals.member(mount, "Type").asString("");
    OPTIONS.forEach((of, options) -> {
      JsonNode given = Refusals.member(mount, options);
      if (of.equals(type) || given.isMissingNode() || given.isNull()) {
        return;
      }
      if (version.atLeast(42)) {
        throw HttpError.invalid(
            "%s must not be specified on mount type \"%s\"".formatted(options, type));
      }
      drop(mount, options);
    });
    JsonNode bind = Refusals.member(mount, "BindOptions");
    drop(bind, version.atLeast(42) ? "" : "CreateMountpoint");
    if (!version.atLeast(RECURSIVE_SINCE)) {
      drop(bind, "ReadOnlyNonRecursive"); // it is so anyway
      // A surprise to whoever counts on it, so that it is not passed over.
      if (Refusals.member(bind, "ReadOnlyForceRecursive").asBoolean(false)) {
        throw HttpError.invalid("BindOptions.ReadOnlyForceRecursive needs API v1.44 or newer");
      }
    }
    drop(Refusals.member(mount, "TmpfsOptions"), version.atLeast(46) ? "" : "Options");
    JsonNode volume = Refusals.member(mount, "VolumeOptions");
    if (!version.atLeast(45) && !Refusals.member(volume, "Subpath").asString("").isEmpty()) {
      throw HttpError.invalid("VolumeOptions.Subpath needs API v1.45 or newer");
    }
    if (type.equals("image") && !version.atLeast(48)) {
      throw HttpError.invalid("Mount type \"Image\" needs API v1.48 or newer");
    }
    JsonNode image = Refusals.member(mount, "ImageOptions");
    if (!Refusals.member(image, "Subpath").asString("").isEmpty()) {
      throw HttpError.unsupported(
          "HostConfig.Mounts.ImageOptions.Subpath: an image is mounted as a whole, parts of it are"
              + " not supported");
    }
  }

  private static void single(JsonNode endpoints) {
    if (endpoints.size() > 1) {
      throw HttpError.invalid(
          "Container cannot be created with multiple network endpoints: "
              + String.join(", ", endpoints.propertyNames()));
    }
  }

  /** The container's own MAC address means that of its first network, as long as there was one. */
  private static void mac(
      JsonNode body, JsonNode host, JsonNode endpoints, ApiVersion version, List<String> warnings) {
    String mac = Refusals.member(body, "MacAddress").asString("");
    if (mac.isEmpty() || !version.atLeast(44)) {
      return;
    }
    if (version.atLeast(52)) {
      throw HttpError.invalid(
          "container-wide MAC address no longer supported; use endpoint-specific MAC address"
              + " instead");
    }
    String network = Networks.name(Refusals.member(host, "NetworkMode").asString(""));
    if (!endpoints.isEmpty() && !endpoints.has(network)) {
      throw HttpError.invalid(
          "unable to migrate container-wide MAC address to a specific network:"
              + " HostConfig.NetworkMode must match the identity of a network in"
              + " NetworkSettings.Networks");
    }
    String own = Refusals.member(endpoints.path(network), "MacAddress").asString("");
    if (!own.isEmpty() && !own.equals(mac)) {
      throw HttpError.invalid(
          "the container-wide MAC address must match the endpoint-specific MAC address for the main"
              + " network, or be left empty");
    }
    warnings.add(
        "The container-wide MacAddress field is now deprecated. It should be specified in"
            + " EndpointsConfig instead.");
  }

  private static void volumeDriver(JsonNode host, ApiVersion version, List<String> warnings) {
    boolean chosen = !Refusals.member(host, "VolumeDriver").asString("").isEmpty();
    boolean ambiguous =
        Stream.of(Refusals.member(host, "Mounts"))
            .flatMap(JsonNode::valueStream)
            .anyMatch(VersionedRequest::leavesDriverOpen);
    if (chosen && ambiguous && version.atLeast(48)) {
      warnings.add(
          "WARNING: the container-wide volume-driver configuration is ignored for volumes specified"
              + " via 'mount'. Use '--mount type=volume,volume-driver=...' instead");
    }
  }

  private static boolean leavesDriverOpen(JsonNode mount) {
    JsonNode driver = Refusals.member(Refusals.member(mount, "VolumeOptions"), "DriverConfig");
    return Refusals.member(mount, "Type").asString("").equals("volume")
        && Refusals.member(driver, "Name").asString("").isEmpty();
  }

  /** Takes a member out, whatever its case; no name is none. */
  private static void drop(JsonNode node, String name) {
    if (node instanceof ObjectNode object && !name.isEmpty()) {
      Set.copyOf(object.propertyNames()).stream()
          .filter(name::equalsIgnoreCase)
          .forEach(object::remove);
    }
  }
}
