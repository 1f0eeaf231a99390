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
    boolean cpuCfsPeriod,
    boolean cpuCfsQuota,
    @JsonProperty("CPUShares") boolean cpuShares,
    @JsonProperty("CPUSet") boolean cpuSet,
    boolean pidsLimit,
    boolean oomKillDisable,
    @JsonProperty("IPv4Forwarding") boolean ipv4Forwarding,
    boolean debug,
    @JsonProperty("NFd") int openFiles,
    @JsonProperty("NGoroutines") int threads,
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
    RegistryConfig registryConfig,
    @JsonProperty("NCPU") int ncpu,
    long memTotal,
    String dockerRootDir,
    String httpProxy,
    String httpsProxy,
    String noProxy,
    String name,
    List<String> labels,
    boolean experimentalBuild,
    String serverVersion,
    Map<String, RuntimeEntry> runtimes,
    String defaultRuntime,
    SwarmEntry swarm,
    boolean liveRestoreEnabled,
    String isolation,
    String initBinary,
    Commit containerdCommit,
    Commit runcCommit,
    Commit initCommit,
    List<String> securityOptions,
    List<PoolEntry> defaultAddressPools,
    FirewallEntry firewallBackend,
    @JsonProperty("CDISpecDirs") List<String> cdiSpecDirs,
    List<String> warnings,
    PontoonInfo pontoon) {

  /** The drivers there are. */
  public record Plugins(
      List<String> volume, List<String> network, List<String> authorization, List<String> log) {}

  /**
   * How registries are spoken to.
   *
   * @param insecureRegistryCidrs addresses of registries that need no verified TLS
   * @param indexConfigs those that are named
   */
  public record RegistryConfig(
      @JsonProperty("InsecureRegistryCIDRs") List<String> insecureRegistryCidrs,
      Map<String, IndexConfig> indexConfigs,
      List<String> mirrors) {}

  /** How a registry is spoken to. */
  public record IndexConfig(String name, List<String> mirrors, boolean secure, boolean official) {}

  /** The part in a swarm: none. */
  public record SwarmEntry(
      @JsonProperty("NodeID") String nodeId,
      String nodeAddr,
      String localNodeState,
      boolean controlAvailable,
      String error) {
    /** Not in one. */
    public static final SwarmEntry INACTIVE = new SwarmEntry("", "", "inactive", false, "");
  }

  /** The build of a part. */
  public record Commit(@JsonProperty("ID") String id) {}

  /** A container runtime. */
  public record RuntimeEntry(@JsonProperty("path") String path) {}

  /** A pool that networks' subnets are cut from. */
  public record PoolEntry(String base, int size) {}

  /** The firewall backend in use. */
  public record FirewallEntry(String driver) {}
}
