package dev.pontoon.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;

/** The daemon and its host. */
public record SystemInfo(
    @JsonProperty("ID") String id,
    int containers,
    int containersRunning,
    int containersPaused,
    int containersStopped,
    int images,
    String driver,
    List<List<String>> driverStatus,
    Plugins plugins,
    boolean memoryLimit,
    boolean swapLimit,
    boolean pidsLimit,
    @JsonProperty("IPv4Forwarding") boolean ipv4Forwarding,
    boolean debug,
    @JsonProperty("NFd") int openFiles,
    String systemTime,
    String loggingDriver,
    String cgroupDriver,
    String cgroupVersion,
    int nEventsListener,
    String kernelVersion,
    String operatingSystem,
    @JsonProperty("OSVersion") String osVersion,
    @JsonProperty("OSType") String osType,
    String architecture,
    String indexServerAddress,
    @JsonProperty("NCPU") int ncpu,
    long memTotal,
    String dockerRootDir,
    String name,
    List<String> labels,
    boolean experimentalBuild,
    String serverVersion,
    Map<String, RuntimeEntry> runtimes,
    String defaultRuntime,
    boolean liveRestoreEnabled,
    List<String> securityOptions,
    List<PoolEntry> defaultAddressPools,
    FirewallEntry firewallBackend,
    List<String> warnings,
    PontoonInfo pontoon) {

  /** The drivers there are. */
  public record Plugins(
      List<String> volume, List<String> network, List<String> authorization, List<String> log) {}

  /** A container runtime. */
  public record RuntimeEntry(@JsonProperty("path") String path) {}

  /** A pool that networks' subnets are cut from. */
  public record PoolEntry(String base, int size) {}

  /** The firewall backend in use. */
  public record FirewallEntry(String driver) {}
}
