package dev.pontoon.runtime.oci;

import dev.pontoon.runtime.Resources;
import dev.pontoon.runtime.Resources.DeviceLimit;
import dev.pontoon.runtime.RuntimeFault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a container may use, as the runtime writes it into the container's cgroup. */
final class CgroupLimits {
  private static final RuntimeSpec.Memory NO_MEMORY =
      new RuntimeSpec.Memory(null, null, null, null, null);
  private static final RuntimeSpec.Cpu NO_CPU =
      new RuntimeSpec.Cpu(null, null, null, null, null, null, null);
  private static final RuntimeSpec.BlockIo NO_BLOCK_IO =
      new RuntimeSpec.BlockIo(null, null, null, null, null, null);

  /** There with cgroups v1 on a kernel that was built with CONFIG_RT_GROUP_SCHED. */
  private static final Path REALTIME = Path.of("/sys/fs/cgroup/cpu/cpu.rt_runtime_us");

  private CgroupLimits() {}

  static RuntimeSpec.LinuxResources of(Resources limits, Devices devices) {
    return new RuntimeSpec.LinuxResources(
        devices.rules(),
        memory(limits),
        cpu(limits),
        limits.pidsLimit() == 0 ? null : new RuntimeSpec.Pids(limits.pidsLimit()),
        blockIo(limits));
  }

  private static RuntimeSpec.@Nullable Memory memory(Resources limits) {
    RuntimeSpec.Memory memory =
        new RuntimeSpec.Memory(
            set(limits.memory()),
            set(limits.memorySwap()),
            set(limits.memoryReservation()),
            limits.memorySwappiness(),
            limits.oomKillDisable() ? true : null);
    return memory.equals(NO_MEMORY) ? null : memory;
  }

  private static RuntimeSpec.@Nullable Cpu cpu(Resources limits) {
    boolean realtime = limits.realtimePeriod() != 0 || limits.realtimeRuntime() != 0;
    if (realtime && !Files.exists(REALTIME)) {
      throw new RuntimeFault(
          RuntimeFault.Kind.INVALID,
          "kernel does not support CPU real-time scheduler: there is no " + REALTIME);
    }
    RuntimeSpec.Cpu cpu =
        new RuntimeSpec.Cpu(
            set(limits.cpuShares()),
            set(limits.cpuQuota()),
            set(limits.cpuPeriod()),
            set(limits.realtimeRuntime()),
            set(limits.realtimePeriod()),
            set(limits.cpusetCpus()),
            set(limits.cpusetMems()));
    return cpu.equals(NO_CPU) ? null : cpu;
  }

  private static RuntimeSpec.@Nullable BlockIo blockIo(Resources limits) {
    RuntimeSpec.BlockIo io =
        new RuntimeSpec.BlockIo(
            limits.blkioWeight() == 0 ? null : (Integer) limits.blkioWeight(),
            weights(limits.devices()),
            rates(limits.devices(), DeviceLimit.Kind.READ_BYTES),
            rates(limits.devices(), DeviceLimit.Kind.WRITE_BYTES),
            rates(limits.devices(), DeviceLimit.Kind.READ_OPERATIONS),
            rates(limits.devices(), DeviceLimit.Kind.WRITE_OPERATIONS));
    return io.equals(NO_BLOCK_IO) ? null : io;
  }

  private static @Nullable List<RuntimeSpec.DeviceWeight> weights(List<DeviceLimit> limits) {
    List<RuntimeSpec.DeviceWeight> weights =
        limits.stream()
            .filter(limit -> limit.kind() == DeviceLimit.Kind.WEIGHT)
            .map(limit -> {
              RuntimeSpec.Device device = device(limit);
              return new RuntimeSpec.DeviceWeight(
                  device.major(), device.minor(), (int) limit.rate());
            })
            .toList();
    return weights.isEmpty() ? null : weights;
  }

  private static @Nullable List<RuntimeSpec.DeviceRate> rates(
      List<DeviceLimit> limits, DeviceLimit.Kind kind) {
    List<RuntimeSpec.DeviceRate> rates =
        limits.stream()
            .filter(limit -> limit.kind() == kind)
            .map(limit -> {
              RuntimeSpec.Device device = device(limit);
              return new RuntimeSpec.DeviceRate(device.major(), device.minor(), limit.rate());
            })
            .toList();
    return rates.isEmpty() ? null : rates;
  }

  private static RuntimeSpec.Device device(DeviceLimit limit) {
    return Devices.node(limit.path())
        .filter(device -> device.type().equals("b"))
        .orElseThrow(() ->
            new RuntimeFault(
                RuntimeFault.Kind.INVALID,
                "limit block device " + limit.path() + ": not a block device"));
  }

  private static @Nullable String set(String value) {
    return value.isEmpty() ? null : value;
  }

  private static @Nullable Long set(long value) {
    return value == 0 ? null : value;
  }
}
