package dev.pontoon.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A row of {@code ps}; {@code created} in seconds since 1970. */
public record ContainerSummary(
    String id,
    List<String> names,
    String image,
    @JsonProperty("ImageID") String imageId,
    String command,
    long created,
    List<Port> ports,
    Map<String, String> labels,
    String state,
    String status,
    HostSummary hostConfig,
    @Nullable HealthSummary health,
    NetworkSummary networkSettings,
    List<MountPoint> mounts,
    @Nullable Long sizeRw,
    @Nullable Long sizeRootFs) {

  /** A port, published if it has a public port. */
  public record Port(
      @JsonProperty("IP") @Nullable String ip,
      int privatePort,
      @Nullable Integer publicPort,
      String type) {}

  /** The same without what was added to the host configuration later. */
  public ContainerSummary withoutAnnotations() {
    return new ContainerSummary(
        id,
        names,
        image,
        imageId,
        command,
        created,
        ports,
        labels,
        state,
        status,
        new HostSummary(hostConfig.networkMode(), null),
        health,
        networkSettings,
        mounts,
        sizeRw,
        sizeRootFs);
  }

  /** What a summary shows of the host configuration. */
  public record HostSummary(String networkMode, @Nullable Map<String, String> annotations) {}

  /** What a summary shows of the health checks. */
  public record HealthSummary(String status, int failingStreak) {}

  /** What a summary shows of the networks. */
  public record NetworkSummary(Map<String, EndpointSettings> networks) {}
}
