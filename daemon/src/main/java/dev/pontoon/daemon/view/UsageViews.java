package dev.pontoon.daemon.view;

import dev.pontoon.runtime.ContainerState;
import dev.pontoon.runtime.ContainerUsage;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a container uses, as Docker shows it: maps, as all the names are in lower case. */
public final class UsageViews {
  private static final String NEVER = "0001-01-01T00:00:00Z";

  private UsageViews() {}

  /**
   * A reading beside the one before it.
   *
   * @param system whether the operating system is told, as it is since API 1.52
   */
  public static Map<String, Object> of(
      boolean system,
      ContainerState state,
      Optional<ContainerUsage> before,
      Optional<ContainerUsage> now,
      Clock clock) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("id", state.id());
    view.put("name", "/" + state.spec().name());
    if (system) {
      view.put("os_type", "linux");
    }
    view.put("read", now.map(ContainerUsage::read).orElse(clock.instant()).toString());
    view.put("preread", before.map(u -> u.read().toString()).orElse(NEVER));
    view.put("num_procs", 0);
    view.put("storage_stats", Map.of());
    view.put("pids_stats", now.map(u -> pids(u.processes())).orElse(Map.of()));
    view.put("cpu_stats", cpu(now));
    view.put("precpu_stats", cpu(before));
    view.put("memory_stats", now.map(u -> memory(u.memory())).orElse(Map.of()));
    view.put("blkio_stats", now.map(u -> disks(u.disks())).orElse(Map.of()));
    now.map(ContainerUsage::networks).ifPresent(n -> view.put("networks", networks(n)));
    return view;
  }

  private static Map<String, Object> pids(ContainerUsage.Processes processes) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("current", processes.current());
    if (processes.limit() > 0) {
      view.put("limit", processes.limit());
    }
    return view;
  }

  private static Map<String, Object> cpu(Optional<ContainerUsage> usage) {
    Map<String, Object> times = new LinkedHashMap<>();
    times.put("total_usage", usage.map(u -> u.cpu().total()).orElse(0L));
    usage
        .map(u -> u.cpu().each())
        .filter(each -> !each.isEmpty())
        .ifPresent(each -> times.put("percpu_usage", each));
    times.put("usage_in_kernelmode", usage.map(u -> u.cpu().kernel()).orElse(0L));
    times.put("usage_in_usermode", usage.map(u -> u.cpu().user()).orElse(0L));
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("cpu_usage", times);
    usage.ifPresent(u -> {
      view.put("system_cpu_usage", u.systemCpu());
      view.put("online_cpus", u.processors());
    });
    view.put(
        "throttling_data",
        Map.of(
            "periods", usage.map(u -> u.cpu().periods()).orElse(0L),
            "throttled_periods", usage.map(u -> u.cpu().throttledPeriods()).orElse(0L),
            "throttled_time", usage.map(u -> u.cpu().throttled()).orElse(0L)));
    return view;
  }

  private static Map<String, Object> memory(ContainerUsage.Memory memory) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("usage", memory.usage());
    if (memory.peak() > 0) {
      view.put("max_usage", memory.peak());
    }
    view.put("stats", memory.details());
    view.put("failcnt", memory.failures());
    view.put("limit", memory.limit());
    return view;
  }

  private static Map<String, Object> disks(List<ContainerUsage.Disk> disks) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("io_service_bytes_recursive", disks(disks, true));
    view.put("io_serviced_recursive", disks(disks, false));
    return view;
  }

  private static List<Map<String, Object>> disks(List<ContainerUsage.Disk> disks, boolean bytes) {
    return disks.stream()
        .filter(d -> d.bytes() == bytes)
        .map(d ->
            Map.<String, Object>of(
                "major", d.major(), "minor", d.minor(), "op", d.kind(), "value", d.value()))
        .toList();
  }

  private static Map<String, Object> networks(Map<String, ContainerUsage.Network> networks) {
    Map<String, Object> view = new LinkedHashMap<>();
    networks.forEach((name, n) ->
        view.put(
            name,
            Map.of(
                "rx_bytes", n.receivedBytes(),
                "rx_packets", n.receivedPackets(),
                "rx_errors", n.receiveErrors(),
                "rx_dropped", n.receiveDropped(),
                "tx_bytes", n.sentBytes(),
                "tx_packets", n.sentPackets(),
                "tx_errors", n.sendErrors(),
                "tx_dropped", n.sendDropped())));
    return view;
  }
}
