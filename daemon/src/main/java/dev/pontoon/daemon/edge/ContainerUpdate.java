package dev.pontoon.daemon.edge;

import dev.pontoon.api.HostConfig;
import dev.pontoon.daemon.http.HttpError;
import dev.pontoon.daemon.http.Json;
import dev.pontoon.runtime.Resources;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A change of a container's limits and restart policy. In the body what is zero, empty or null
 * stays as it is.
 *
 * @param request the container as it is asked for from now on
 */
public record ContainerUpdate(ContainerRequest request, Resources resources) {
  private static final String POLICY = "RestartPolicy";
  private static final Set<String> FIELDS =
      Set.of(
          "CpuShares",
          "Memory",
          "CpuPeriod",
          "CpuQuota",
          "CpuRealtimePeriod",
          "CpuRealtimeRuntime",
          "CpusetCpus",
          "CpusetMems",
          "MemoryReservation",
          "MemorySwap",
          "MemorySwappiness",
          "BlkioWeight",
          "NanoCpus",
          "PidsLimit");

  /**
   * Reads the body of an update call.
   *
   * @throws HttpError 400 if limits contradict each other
   */
  public static ContainerUpdate parse(ContainerRequest before, JsonNode body) {
    Refusals.checkUpdate(body);
    HostConfig asked = Json.as(body, HostConfig.class);
    HostConfig old = before.hostConfig();
    check(old, asked);
    ObjectNode merged = (ObjectNode) Json.tree(old);
    JsonNode given = Json.tree(asked);
    for (String field : FIELDS) {
      JsonNode value = given.path(field);
      boolean empty = value.isMissingNode() || value.isNull();
      if (!empty && !value.asString().isEmpty() && !value.asString().equals("0")) {
        merged.set(field, value);
      }
    }
    HostConfig.RestartPolicy policy = asked.restartPolicy();
    if (policy != null && !policy.name().isEmpty()) {
      merged.set(POLICY, given.path(POLICY));
    }
    HostConfig now = Json.as(merged, HostConfig.class);
    ContainerSpecs.checkRestart(now);
    return new ContainerUpdate(
        new ContainerRequest(before.config(), now, before.networks()), Limits.parse(now));
  }

  private static void check(HostConfig old, HostConfig asked) {
    HostConfig.RestartPolicy policy = asked.restartPolicy();
    if (old.autoRemove() && policy != null && !policy.name().isEmpty()) {
      throw HttpError.invalid(
          "Restart policy cannot be updated because AutoRemove is enabled for the container");
    }
    if (asked.memory() > 0
        && asked.memorySwap() == 0
        && old.memorySwap() > 0
        && asked.memory() > old.memorySwap()) {
      throw HttpError.invalid(
          "Memory limit should be smaller than already set memoryswap limit, update the memoryswap"
              + " at the same time");
    }
    if (asked.nanoCpus() > 0 && (old.cpuQuota() != 0 || old.cpuPeriod() != 0)) {
      throw HttpError.conflict(
          "Conflicting options: Nano CPUs cannot be updated as CPU Period or Quota has already been"
              + " set");
    }
  }
}
