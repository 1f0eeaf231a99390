package dev.pontoon.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All there is to say of a container. Times are RFC 3339; 0001-01-01T00:00:00Z is never. */
public record ContainerInspection(
    String id,
    String created,
    String path,
    List<String> args,
    State state,
    String image,
    String resolvConfPath,
    String hostnamePath,
    String hostsPath,
    String logPath,
    String name,
    int restartCount,
    String driver,
    String platform,
    String mountLabel,
    String processLabel,
    String appArmorProfile,
    @JsonProperty("ExecIDs") @Nullable List<String> execIds,
    HostConfig hostConfig,
    GraphDriver graphDriver,
    List<MountPoint> mounts,
    ContainerConfig config,
    NetworkSettings networkSettings,
    @Nullable Long sizeRw,
    @Nullable Long sizeRootFs) {

  /** How the process fares. */
  public record State(
      String status,
      boolean running,
      boolean paused,
      boolean restarting,
      @JsonProperty("OOMKilled") boolean oomKilled,
      boolean dead,
      int pid,
      int exitCode,
      String error,
      String startedAt,
      String finishedAt,
      @Nullable Health health) {}

  /** What the health checks found; {@code status} is starting, healthy or unhealthy. */
  public record Health(String status, int failingStreak, List<Probe> log) {}

  /** One health check. */
  public record Probe(String start, String end, int exitCode, String output) {}

  /** Where the root file system comes from. */
  public record GraphDriver(String name, Map<String, String> data) {}

  /**
   * The container's networking.
   *
   * @param ports {@code 80/tcp} to where it is published; null for exposed only
   */
  public record NetworkSettings(
      @JsonProperty("SandboxID") String sandboxId,
      String sandboxKey,
      Map<String, @Nullable List<HostConfig.PortBinding>> ports,
      Map<String, EndpointSettings> networks) {}
}
