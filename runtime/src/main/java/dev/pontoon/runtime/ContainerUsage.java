package dev.pontoon.runtime;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a container has used since its start, and uses now. Times in nanoseconds, sizes in bytes.
 *
 * @param systemCpu what all processors together have spent, idle time included
 * @param networks by the interface's name in the container; null where it has the host's network
 */
public record ContainerUsage(
    Instant read,
    Cpu cpu,
    long systemCpu,
    int processors,
    Memory memory,
    Processes processes,
    List<Disk> disks,
    @Nullable Map<String, Network> networks) {
  public ContainerUsage {
    disks = List.copyOf(disks);
    networks = networks == null ? null : Map.copyOf(networks);
  }

  /** Processor time. */
  public record Cpu(
      long total,
      long user,
      long kernel,
      List<Long> each,
      long periods,
      long throttledPeriods,
      long throttled) {
    public Cpu {
      each = List.copyOf(each);
    }
  }

  /**
   * Memory.
   *
   * @param limit that of the host where there is none
   * @param peak 0 where the kernel does not keep it
   * @param details the kernel's own names
   */
  public record Memory(
      long usage, long peak, long limit, long failures, Map<String, Long> details) {
    public Memory {
      details = Map.copyOf(details);
    }
  }

  /** How many processes; a limit of 0 is none. */
  public record Processes(long current, long limit) {}

  /** Bytes, or operations, of one kind on one device. */
  public record Disk(boolean bytes, int major, int minor, String kind, long value) {}

  /** Counters of an interface. */
  public record Network(
      long receivedBytes,
      long receivedPackets,
      long receiveErrors,
      long receiveDropped,
      long sentBytes,
      long sentPackets,
      long sendErrors,
      long sendDropped) {}
}
