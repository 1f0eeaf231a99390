package dev.pontoon.runtime;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Limits, in the terms of Docker's HostConfig; 0 is unset.
 *
 * @param memory bytes
 * @param memorySwap bytes of memory and swap together; -1 without limit
 * @param cpuQuota microseconds in each period
 * @param cpuPeriod microseconds
 * @param pidsLimit processes; -1 without limit
 * @param shmSize bytes of /dev/shm; unset is 64 MiB
 * @param memoryReservation bytes that are kept when memory is short
 * @param memorySwappiness from 0 to 100; null is the host's
 * @param cpusetMems nodes of memory, {@code 0-1}; empty for all
 * @param blkioWeight from 10 to 1,000
 * @param devices limits of single block devices
 * @param realtimePeriod microseconds
 * @param realtimeRuntime microseconds in each period for processes of real-time scheduling classes;
 *     the cgroup's parent must have as many to give
 */
public record Resources(
    long memory,
    long memorySwap,
    long cpuShares,
    long cpuQuota,
    long cpuPeriod,
    String cpusetCpus,
    long pidsLimit,
    long shmSize,
    List<Ulimit> ulimits,
    long memoryReservation,
    @Nullable Long memorySwappiness,
    boolean oomKillDisable,
    String cpusetMems,
    int blkioWeight,
    List<DeviceLimit> devices,
    long realtimePeriod,
    long realtimeRuntime) {

  /** No limits. */
  public static final Resources UNLIMITED = new Resources(0, 0, 0, 0, 0, "", 0, 0, List.of());

  private static final long PERIOD = 100_000;
  private static final long NANOS_PER_MICRO = 1_000;

  /** One of setrlimit(2), such as {@code nofile}. */
  public record Ulimit(String name, long soft, long hard) {}

  /**
   * What a block device may do for the container.
   *
   * @param path of the device's node on the host
   * @param rate bytes or operations in a second; of a weight the share, from 10 to 1,000
   */
  public record DeviceLimit(Kind kind, String path, long rate) {
    /** What is limited. */
    public enum Kind {
      WEIGHT,
      READ_BYTES,
      WRITE_BYTES,
      READ_OPERATIONS,
      WRITE_OPERATIONS
    }
  }

  public Resources {
    ulimits = List.copyOf(ulimits);
    cpusetMems = cpusetMems == null ? "" : cpusetMems;
    devices = devices == null ? List.of() : List.copyOf(devices);
  }

  /** The limits that are asked for most. */
  public Resources(
      long memory,
      long memorySwap,
      long cpuShares,
      long cpuQuota,
      long cpuPeriod,
      String cpusetCpus,
      long pidsLimit,
      long shmSize,
      List<Ulimit> ulimits) {
    this(
        memory,
        memorySwap,
        cpuShares,
        cpuQuota,
        cpuPeriod,
        cpusetCpus,
        pidsLimit,
        shmSize,
        ulimits,
        0,
        null,
        false,
        "",
        0,
        List.of(),
        0,
        0);
  }

  /** With a share of so many billionths of a processor ({@code --cpus}). */
  public Resources withNanoCpus(long nanoCpus) {
    long quota = nanoCpus * PERIOD / (NANOS_PER_MICRO * 1_000_000);
    return new Resources(
        memory,
        memorySwap,
        cpuShares,
        quota,
        PERIOD,
        cpusetCpus,
        pidsLimit,
        shmSize,
        ulimits,
        memoryReservation,
        memorySwappiness,
        oomKillDisable,
        cpusetMems,
        blkioWeight,
        devices,
        realtimePeriod,
        realtimeRuntime);
  }
}
