package dev.pontoon.runtime.oci;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The config.json of a bundle: the part of the OCI runtime specification 1.0.2 that is used here,
 * names and meanings as there.
 */
public record RuntimeSpec(
    String ociVersion,
    Program process,
    Root root,
    @Nullable String hostname,
    @Nullable String domainname,
    List<Mount> mounts,
    Linux linux) {

  /** The container's process; also what conmon's exec takes. */
  public record Program(
      boolean terminal,
      User user,
      List<String> args,
      List<String> env,
      String cwd,
      Capabilities capabilities,
      List<Rlimit> rlimits,
      boolean noNewPrivileges,
      @Nullable Integer oomScoreAdj) {}

  /** Numbers only: names are looked up before. */
  public record User(int uid, int gid, List<Integer> additionalGids) {}

  /** The five sets of capabilities(7). */
  public record Capabilities(
      List<String> bounding,
      List<String> effective,
      List<String> inheritable,
      List<String> permitted,
      List<String> ambient) {}

  /** One of setrlimit(2), {@code RLIMIT_NOFILE}. */
  public record Rlimit(String type, long hard, long soft) {}

  /** The root file system. */
  public record Root(String path, boolean readonly) {}

  /** One mount, in order. */
  public record Mount(String destination, String type, String source, List<String> options) {}

  /** What only Linux has. */
  public record Linux(
      List<Namespace> namespaces,
      List<Device> devices,
      String cgroupsPath,
      LinuxResources resources,
      Map<String, String> sysctl,
      @Nullable List<String> maskedPaths,
      @Nullable List<String> readonlyPaths,
      @Nullable Seccomp seccomp) {}

  /** A namespace: a new one, or the one at a path. */
  public record Namespace(String type, @Nullable String path) {}

  /** A device node to make. */
  public record Device(String path, String type, int major, int minor, int fileMode) {}

  /** Limits of the cgroup. */
  public record LinuxResources(
      List<DeviceRule> devices,
      @Nullable Memory memory,
      @Nullable Cpu cpu,
      @Nullable Pids pids,
      @Nullable BlockIo blockIO) {}

  /** Who may use which device; null numbers stand for all. */
  public record DeviceRule(
      boolean allow,
      @Nullable String type,
      @Nullable Integer major,
      @Nullable Integer minor,
      String access) {}

  /** Bytes. */
  public record Memory(
      @Nullable Long limit,
      @Nullable Long swap,
      @Nullable Long reservation,
      @Nullable Long swappiness,
      @Nullable Boolean disableOOMKiller) {}

  /** Microseconds. */
  public record Cpu(
      @Nullable Long shares,
      @Nullable Long quota,
      @Nullable Long period,
      @Nullable Long realtimeRuntime,
      @Nullable Long realtimePeriod,
      @Nullable String cpus,
      @Nullable String mems) {}

  /** The share of what disks do, from 10 to 1,000, and what single ones do. */
  public record BlockIo(
      @Nullable Integer weight,
      @Nullable List<DeviceWeight> weightDevice,
      @Nullable List<DeviceRate> throttleReadBpsDevice,
      @Nullable List<DeviceRate> throttleWriteBpsDevice,
      @Nullable List<DeviceRate> throttleReadIOPSDevice,
      @Nullable List<DeviceRate> throttleWriteIOPSDevice) {}

  /** The share of a device. */
  public record DeviceWeight(int major, int minor, int weight) {}

  /** Bytes or operations of a device in a second. */
  public record DeviceRate(int major, int minor, long rate) {}

  /** Processes. */
  public record Pids(long limit) {}

  /** The system call filter. */
  public record Seccomp(
      String defaultAction,
      @Nullable Integer defaultErrnoRet,
      List<String> architectures,
      List<Syscall> syscalls) {}

  /** One rule of the filter. */
  public record Syscall(
      List<String> names,
      String action,
      @Nullable Integer errnoRet,
      @Nullable List<Argument> args) {}

  /** A condition on an argument. */
  public record Argument(int index, long value, long valueTwo, String op) {}
}
