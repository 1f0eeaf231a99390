package dev.pontoon.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a container needs of this host.
 *
 * @param rootfs a directory of the host to run on instead of an image; Pontoon's own field
 * @param binds {@code source:target[:ro]}
 * @param portBindings {@code 80/tcp} to where it is published
 * @param nanoCpus billionths of a processor
 * @param isolation nothing but the default on Linux
 * @param consoleSize rows and columns of the terminal at its start
 * @param annotations shown and not used
 * @param runtime empty for the one there is
 * @param maskedPaths null for the usual ones, empty for none
 * @param readonlyPaths likewise
 * @param extraHosts {@code name:address}, the address may be {@code host-gateway}
 */
public record HostConfig(
    @Nullable String rootfs,
    List<String> binds,
    String networkMode,
    Map<String, @Nullable List<PortBinding>> portBindings,
    boolean publishAllPorts,
    @Nullable RestartPolicy restartPolicy,
    boolean autoRemove,
    List<String> volumesFrom,
    List<Mount> mounts,
    List<String> capAdd,
    List<String> capDrop,
    List<String> dns,
    List<String> dnsOptions,
    List<String> dnsSearch,
    List<String> extraHosts,
    List<String> groupAdd,
    String ipcMode,
    List<String> links,
    @JsonProperty("OomScoreAdj") int oomScoreAdj,
    String pidMode,
    boolean privileged,
    boolean readonlyRootfs,
    List<String> securityOpt,
    Map<String, String> tmpfs,
    long shmSize,
    Map<String, String> sysctls,
    @Nullable Boolean init,
    long memory,
    long memorySwap,
    long nanoCpus,
    long cpuShares,
    long cpuPeriod,
    long cpuQuota,
    String cpusetCpus,
    @Nullable Long pidsLimit,
    List<Ulimit> ulimits,
    List<Device> devices,
    LogConfig logConfig,
    @JsonProperty("UTSMode") String utsMode,
    String usernsMode,
    String cgroupnsMode,
    String cgroupParent,
    List<String> deviceCgroupRules,
    long memoryReservation,
    @Nullable Long memorySwappiness,
    @Nullable Boolean oomKillDisable,
    String cpusetMems,
    int blkioWeight,
    List<WeightDevice> blkioWeightDevice,
    List<ThrottleDevice> blkioDeviceReadBps,
    List<ThrottleDevice> blkioDeviceWriteBps,
    @JsonProperty("BlkioDeviceReadIOps") List<ThrottleDevice> blkioDeviceReadOperations,
    @JsonProperty("BlkioDeviceWriteIOps") List<ThrottleDevice> blkioDeviceWriteOperations,
    long cpuRealtimePeriod,
    long cpuRealtimeRuntime,
    String volumeDriver,
    @JsonProperty("ContainerIDFile") String containerIdFile,
    @Nullable String isolation,
    List<Integer> consoleSize,
    @Nullable Map<String, String> annotations,
    String runtime,
    @Nullable List<String> maskedPaths,
    @Nullable List<String> readonlyPaths) {
  public HostConfig {
    binds = Absent.list(binds);
    networkMode = Absent.string(networkMode);
    portBindings = Absent.map(portBindings);
    volumesFrom = Absent.list(volumesFrom);
    mounts = Absent.list(mounts);
    capAdd = Absent.list(capAdd);
    capDrop = Absent.list(capDrop);
    dns = Absent.list(dns);
    dnsOptions = Absent.list(dnsOptions);
    dnsSearch = Absent.list(dnsSearch);
    extraHosts = Absent.list(extraHosts);
    groupAdd = Absent.list(groupAdd);
    ipcMode = Absent.string(ipcMode);
    links = Absent.list(links);
    pidMode = Absent.string(pidMode);
    securityOpt = Absent.list(securityOpt);
    tmpfs = Absent.map(tmpfs);
    sysctls = Absent.map(sysctls);
    cpusetCpus = Absent.string(cpusetCpus);
    ulimits = Absent.list(ulimits);
    devices = Absent.list(devices);
    logConfig = logConfig == null ? LogConfig.USUAL : logConfig;
    utsMode = Absent.string(utsMode);
    usernsMode = Absent.string(usernsMode);
    cgroupnsMode = Absent.string(cgroupnsMode);
    cgroupParent = Absent.string(cgroupParent);
    deviceCgroupRules = Absent.list(deviceCgroupRules);
    cpusetMems = Absent.string(cpusetMems);
    blkioWeightDevice = Absent.list(blkioWeightDevice);
    blkioDeviceReadBps = Absent.list(blkioDeviceReadBps);
    blkioDeviceWriteBps = Absent.list(blkioDeviceWriteBps);
    blkioDeviceReadOperations = Absent.list(blkioDeviceReadOperations);
    blkioDeviceWriteOperations = Absent.list(blkioDeviceWriteOperations);
    volumeDriver = Absent.string(volumeDriver);
    containerIdFile = Absent.string(containerIdFile);
    consoleSize = consoleSize == null || consoleSize.isEmpty() ? List.of(0, 0) : consoleSize;
    runtime = Absent.string(runtime);
  }

  /**
   * Where a container's port is published.
   *
   * @param hostIp empty for everywhere
   * @param hostPort a number, a range, or empty to have one chosen
   */
  public record PortBinding(String hostIp, String hostPort) {
    public PortBinding {
      hostIp = Absent.string(hostIp);
      hostPort = Absent.string(hostPort);
    }
  }

  /** When to start again a process that ended. */
  public record RestartPolicy(String name, int maximumRetryCount) {
    public RestartPolicy {
      name = Absent.string(name);
    }
  }

  /** What {@code --mount} asks for. */
  public record Mount(
      String type,
      String source,
      String target,
      boolean readOnly,
      @Nullable BindOptions bindOptions,
      @Nullable VolumeOptions volumeOptions,
      @Nullable ImageOptions imageOptions,
      @Nullable TmpfsOptions tmpfsOptions) {
    public Mount {
      type = Absent.string(type);
      source = Absent.string(source);
      target = Absent.string(target);
    }
  }

  /**
   * Of a bind mount.
   *
   * @param nonRecursive without what is mounted below the source
   * @param readOnlyNonRecursive what is mounted below stays writable
   * @param readOnlyForceRecursive an error where that would have to stay writable
   */
  public record BindOptions(
      @Nullable String propagation,
      boolean createMountpoint,
      boolean nonRecursive,
      boolean readOnlyNonRecursive,
      boolean readOnlyForceRecursive) {}

  /** Of a volume: what it is made with, and which part of it is mounted. */
  public record VolumeOptions(
      boolean noCopy,
      Map<String, String> labels,
      @Nullable VolumeDriver driverConfig,
      String subpath) {
    public VolumeOptions {
      labels = Absent.map(labels);
      subpath = Absent.string(subpath);
    }
  }

  /** Of an image's files. */
  public record ImageOptions(String subpath) {
    public ImageOptions {
      subpath = Absent.string(subpath);
    }
  }

  /** Who makes a volume, and how. */
  public record VolumeDriver(String name, Map<String, String> options) {
    public VolumeDriver {
      name = Absent.string(name);
      options = Absent.map(options);
    }
  }

  /**
   * Of a tmpfs mount.
   *
   * @param sizeBytes 0 for no limit of its own
   * @param mode as a number
   * @param options of one word or two: {@code noexec}, or {@code uid} and {@code 1000}
   */
  public record TmpfsOptions(long sizeBytes, int mode, List<List<String>> options) {
    public TmpfsOptions {
      options = Absent.list(options);
    }
  }

  /** One of setrlimit(2). */
  public record Ulimit(String name, long soft, long hard) {}

  /** The share that a container gets of a block device, from 10 to 1,000. */
  public record WeightDevice(String path, int weight) {
    public WeightDevice {
      path = Absent.string(path);
    }
  }

  /** What a container may read from a block device or write to it in a second. */
  public record ThrottleDevice(String path, long rate) {
    public ThrottleDevice {
      path = Absent.string(path);
    }
  }

  /** A device of the host's. */
  public record Device(String pathOnHost, String pathInContainer, String cgroupPermissions) {}

  /**
   * How logs are kept.
   *
   * @param type in Docker's words; clients of old read logs of the types that they know only
   */
  public record LogConfig(String type, Map<String, String> config) {
    private static final LogConfig USUAL = new LogConfig("", Map.of());

    public LogConfig {
      type = Absent.string(type).isEmpty() ? "json-file" : type;
      config = Absent.map(config);
    }
  }
}
