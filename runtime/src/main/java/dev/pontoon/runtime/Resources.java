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
    int blkioWeight) {

  /** No limits. */
  public static final Resources UNLIMITED = new Resources(0, 0, 0, 0, 0, "", 0, 0, List.of());

  private static final long PERIOD = 100_000;
  private static final long NANOS_PER_MICRO = 1_000;

  /** One of setrlimit(2), such as {@code nofile}. */
  public record Ulimit(String name, long soft, long hard) {}

  public Resources {
    ulimits = List.copyOf(ulimits);
    cpusetMems = cpusetMems == null ? "" : cpusetMems;
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
        blkioWeight);
  }
}
