package dev.pontoon.daemon.edge;

import dev.pontoon.api.HostConfig;
import dev.pontoon.daemon.http.HttpError;
import dev.pontoon.runtime.Resources;
import dev.pontoon.runtime.Resources.DeviceLimit;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A request's limits as the runtime's, refused in Docker's words where they make no sense. */
final class Limits {
  private static final long MIN_MEMORY = 6L << 20; // as Docker
  private static final long NANO = 1_000_000_000L;
  private static final long MIN_QUOTA = 1_000; // microseconds
  private static final long MAX_PERIOD = 1_000_000;
  private static final int MIN_WEIGHT = 10;
  private static final int MAX_WEIGHT = 1_000;
  private static final int MAX_SCORE = 1_000;

  private Limits() {}

  static Resources parse(HostConfig host) {
    memory(host);
    processors(host);
    others(host);
    Resources resources =
        new Resources(
            host.memory(),
            host.memorySwap(),
            host.cpuShares(),
            host.cpuQuota(),
            host.cpuPeriod(),
            host.cpusetCpus(),
            host.pidsLimit() == null ? 0 : host.pidsLimit(),
            host.shmSize(),
            host.ulimits().stream()
                .map(u -> new Resources.Ulimit(u.name(), u.soft(), u.hard()))
                .toList(),
            host.memoryReservation(),
            swappiness(host),
            Boolean.TRUE.equals(host.oomKillDisable()),
            host.cpusetMems(),
            host.blkioWeight(),
            devices(host),
            host.cpuRealtimePeriod(),
            host.cpuRealtimeRuntime());
    return host.nanoCpus() == 0 ? resources : resources.withNanoCpus(host.nanoCpus());
  }

  private static void memory(HostConfig host) {
    long memory = host.memory();
    long reservation = host.memoryReservation();
    refuse(memory != 0 && memory < MIN_MEMORY, "Minimum memory limit allowed is 6MB");
    refuse(
        memory > 0 && host.memorySwap() > 0 && host.memorySwap() < memory,
        "Minimum memoryswap limit should be larger than memory limit, see usage");
    refuse(
        memory == 0 && host.memorySwap() > 0,
        "You should always set the Memory limit when using Memoryswap limit, see usage");
    refuse(
        reservation != 0 && reservation < MIN_MEMORY, "Minimum memory reservation allowed is 6MB");
    refuse(
        memory > 0 && reservation > memory,
        "Minimum memory limit can not be less than memory reservation limit, see usage");
    refuse(host.shmSize() < 0, "SHM size can not be less than 0");
  }

  private static void processors(HostConfig host) {
    long nano = host.nanoCpus();
    int there = Runtime.getRuntime().availableProcessors();
    refuse(
        nano > 0 && host.cpuPeriod() > 0,
        "Conflicting options: Nano CPUs and CPU Period cannot both be set");
    refuse(
        nano > 0 && host.cpuQuota() > 0,
        "Conflicting options: Nano CPUs and CPU Quota cannot both be set");
    refuse(
        nano < 0 || nano > there * NANO,
        "range of CPUs is from 0.01 to %d.00, as there are only %d CPUs available"
            .formatted(there, there));
    refuse(
        host.cpuPeriod() != 0 && (host.cpuPeriod() < MIN_QUOTA || host.cpuPeriod() > MAX_PERIOD),
        "CPU cfs period can not be less than 1ms (i.e. 1000) or larger than 1s (i.e. 1000000)");
    refuse(
        host.cpuQuota() > 0 && host.cpuQuota() < MIN_QUOTA,
        "CPU cfs quota can not be less than 1ms (i.e. 1000)");
    refuse(
        host.cpuRealtimePeriod() != 0 && host.cpuRealtimeRuntime() > host.cpuRealtimePeriod(),
        "cpu real-time runtime cannot be higher than cpu real-time period");
  }

  private static List<DeviceLimit> devices(HostConfig host) {
    return Stream.of(
            host.blkioWeightDevice().stream()
                .map(d -> new DeviceLimit(DeviceLimit.Kind.WEIGHT, d.path(), weight(d))),
            rates(DeviceLimit.Kind.READ_BYTES, host.blkioDeviceReadBps()),
            rates(DeviceLimit.Kind.WRITE_BYTES, host.blkioDeviceWriteBps()),
            rates(DeviceLimit.Kind.READ_OPERATIONS, host.blkioDeviceReadOperations()),
            rates(DeviceLimit.Kind.WRITE_OPERATIONS, host.blkioDeviceWriteOperations()))
        .flatMap(limits -> limits)
        .toList();
  }

  private static int weight(HostConfig.WeightDevice device) {
    refuse(
        device.weight() < MIN_WEIGHT || device.weight() > MAX_WEIGHT,
        "range of blkio weight is from 10 to 1000: " + device.path());
    return device.weight();
  }

  private static Stream<DeviceLimit> rates(
      DeviceLimit.Kind kind, List<HostConfig.ThrottleDevice> devices) {
    return devices.stream().map(d -> new DeviceLimit(kind, d.path(), d.rate()));
  }

  private static void others(HostConfig host) {
    int weight = host.blkioWeight();
    refuse(
        weight != 0 && (weight < MIN_WEIGHT || weight > MAX_WEIGHT),
        "range of blkio weight is from 10 to 1000");
    refuse(
        Math.abs(host.oomScoreAdj()) > MAX_SCORE,
        "Invalid value %d, range for oom score adj is [-1000, 1000]".formatted(host.oomScoreAdj()));
  }

  private static void refuse(boolean senseless, String message) {
    if (senseless) {
      throw HttpError.invalid(message);
    }
  }

  /** Clients write -1 for the host's. */
  private static @Nullable Long swappiness(HostConfig host) {
    Long asked = host.memorySwappiness();
    if (asked == null || asked == -1) {
      return null;
    }
    refuse(
        asked < 0 || asked > 100,
        "invalid value: " + asked + ", valid memory swappiness range is 0-100");
    return asked;
  }
}
