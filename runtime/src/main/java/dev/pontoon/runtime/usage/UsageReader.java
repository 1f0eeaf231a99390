package dev.pontoon.runtime.usage;

import dev.pontoon.runtime.ContainerUsage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads what the cgroups of a process count, of either version. */
public final class UsageReader {
  private static final Path ROOT = Path.of("/sys/fs/cgroup");
  private static final long TICKS_PER_SECOND = 100; // USER_HZ, part of the kernel's interface
  private static final long NANOS = 1_000_000_000L;
  private static final long NANOS_PER_MICRO = 1_000;
  private static final long UNLIMITED = Long.MAX_VALUE / 2;

  private final int pid;

  private UsageReader(int pid) {
    this.pid = pid;
  }

  /** Reads for a process, by its id on the host. */
  public static UsageReader of(int pid) {
    return new UsageReader(pid);
  }

  /** The counters; nothing if the process is gone. */
  public Optional<ContainerUsage> read() {
    Path proc = Path.of("/proc/" + pid);
    try {
      Map<String, String> groups = groups(Files.readAllLines(proc.resolve("cgroup")));
      boolean unified = Files.exists(ROOT.resolve("cgroup.controllers"));
      ContainerUsage usage =
          new ContainerUsage(
              Instant.now(),
              unified ? cpu2(place("", groups)) : cpu1(groups),
              systemCpu(Files.readAllLines(Path.of("/proc/stat"))),
              Runtime.getRuntime().availableProcessors(),
              unified ? memory2(place("", groups)) : memory1(place("memory", groups)),
              processes(place(unified ? "" : "pids", groups)),
              unified ? disks2(place("", groups)) : disks1(place("blkio", groups)),
              networks(proc));
      return Files.exists(proc) ? Optional.of(usage) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // the process ended
    }
  }

  /** The paths by controller, of /proc/pid/cgroup; that of the unified hierarchy by "". */
  static Map<String, String> groups(List<String> lines) {
    Map<String, String> groups = new HashMap<>();
    for (String line : lines) {
      String[] parts = line.split(":", 3);
      for (String controller : parts[1].split(",", -1)) {
        groups.put(controller, parts[2]);
      }
    }
    return groups;
  }

  private static Path place(String controller, Map<String, String> groups) {
    Path hierarchy = controller.isEmpty() ? ROOT : ROOT.resolve(controller);
    return Path.of(hierarchy + groups.getOrDefault(controller, "/"));
  }

  private static ContainerUsage.Cpu cpu1(Map<String, String> groups) {
    Path accounting = place("cpuacct", groups);
    Map<String, Long> split = Counters.table(accounting.resolve("cpuacct.stat"));
    Map<String, Long> throttle = Counters.table(place("cpu", groups).resolve("cpu.stat"));
    long tick = NANOS / TICKS_PER_SECOND;
    return new ContainerUsage.Cpu(
        Counters.number(accounting.resolve("cpuacct.usage")),
        split.getOrDefault("user", 0L) * tick,
        split.getOrDefault("system", 0L) * tick,
        Counters.numbers(accounting.resolve("cpuacct.usage_percpu")),
        throttle.getOrDefault("nr_periods", 0L),
        throttle.getOrDefault("nr_throttled", 0L),
        throttle.getOrDefault("throttled_time", 0L));
  }

  private static ContainerUsage.Cpu cpu2(Path group) {
    Map<String, Long> stat = Counters.table(group.resolve("cpu.stat"));
    return new ContainerUsage.Cpu(
        stat.getOrDefault("usage_usec", 0L) * NANOS_PER_MICRO,
        stat.getOrDefault("user_usec", 0L) * NANOS_PER_MICRO,
        stat.getOrDefault("system_usec", 0L) * NANOS_PER_MICRO,
        List.of(),
        stat.getOrDefault("nr_periods", 0L),
        stat.getOrDefault("nr_throttled", 0L),
        stat.getOrDefault("throttled_usec", 0L) * NANOS_PER_MICRO);
  }

  private static ContainerUsage.Memory memory1(Path group) {
    return new ContainerUsage.Memory(
        Counters.number(group.resolve("memory.usage_in_bytes")),
        Counters.number(group.resolve("memory.max_usage_in_bytes")),
        limit(Counters.number(group.resolve("memory.limit_in_bytes"))),
        Counters.number(group.resolve("memory.failcnt")),
        Counters.table(group.resolve("memory.stat")));
  }

  private static ContainerUsage.Memory memory2(Path group) {
    Map<String, Long> events = Counters.table(group.resolve("memory.events"));
    return new ContainerUsage.Memory(
        Counters.number(group.resolve("memory.current")),
        Counters.number(group.resolve("memory.peak")),
        limit(Counters.number(group.resolve("memory.max"))),
        events.getOrDefault("max", 0L),
        Counters.table(group.resolve("memory.stat")));
  }

  private static long limit(long limit) {
    return limit <= 0 || limit > UNLIMITED / 2
        ? Counters.table(Path.of("/proc/meminfo")).getOrDefault("MemTotal", 0L) * 1024
        : limit;
  }

  private static ContainerUsage.Processes processes(Path group) {
    return new ContainerUsage.Processes(
        Counters.number(group.resolve("pids.current")), Counters.number(group.resolve("pids.max")));
  }

  /** {@code 8:0 Read 4096}. */
  private static List<ContainerUsage.Disk> disks1(Path group) {
    List<ContainerUsage.Disk> disks = new ArrayList<>();
    for (String kind : List.of("bytes", "serviced")) {
      String file = "blkio.throttle.io_" + (kind.equals("bytes") ? "service_bytes" : "serviced");
      for (String line : Counters.lines(group.resolve(file))) {
        String[] parts = line.split("[ :]", -1);
        if (parts.length == 4) {
          disks.add(disk(kind.equals("bytes"), parts[0], parts[1], parts[2], parts[3]));
        }
      }
    }
    return disks;
  }

  /** {@code 8:0 rbytes=4096 wbytes=0 rios=1 wios=0 dbytes=0 dios=0}. */
  private static List<ContainerUsage.Disk> disks2(Path group) {
    List<ContainerUsage.Disk> disks = new ArrayList<>();
    Map<String, String> kinds =
        Map.of("rbytes", "read", "wbytes", "write", "rios", "read", "wios", "write");
    for (String line : Counters.lines(group.resolve("io.stat"))) {
      String[] parts = line.split("[ :=]", -1);
      for (int i = 2; i + 1 < parts.length; i += 2) {
        String kind = kinds.get(parts[i]);
        if (kind != null) {
          disks.add(disk(parts[i].endsWith("bytes"), parts[0], parts[1], kind, parts[i + 1]));
        }
      }
    }
    return disks;
  }

  private static ContainerUsage.Disk disk(
      boolean bytes, String major, String minor, String kind, String value) {
    return new ContainerUsage.Disk(
        bytes,
        Integer.parseInt(major),
        Integer.parseInt(minor),
        kind.toLowerCase(java.util.Locale.ROOT),
        Long.parseLong(value));
  }

  /** The first line, {@code cpu user nice system idle iowait irq softirq steal}. */
  static long systemCpu(List<String> stat) {
    String[] fields = stat.getFirst().strip().split("\\s+", -1);
    long ticks = 0;
    for (int i = 1; i < Math.min(fields.length, 9); i++) {
      ticks += Long.parseLong(fields[i]);
    }
    return ticks * (NANOS / TICKS_PER_SECOND);
  }

  private static @org.jspecify.annotations.Nullable Map<String, ContainerUsage.Network> networks(
      Path proc) throws IOException {
    Path own = Path.of("/proc/self/ns/net");
    if (Files.readSymbolicLink(own).equals(Files.readSymbolicLink(proc.resolve("ns/net")))) {
      return null;
    }
    return interfaces(Files.readAllLines(proc.resolve("net/dev")));
  }

  /** After two lines of heads, {@code eth0: bytes packets errs drop fifo frame compressed ...}. */
  static Map<String, ContainerUsage.Network> interfaces(List<String> lines) {
    Map<String, ContainerUsage.Network> networks = new HashMap<>();
    for (String line : lines.subList(Math.min(2, lines.size()), lines.size())) {
      int colon = line.indexOf(':');
      String name = line.substring(0, colon).strip();
      String[] n = line.substring(colon + 1).strip().split("\\s+", -1);
      if (!name.equals("lo")) {
        networks.put(
            name,
            new ContainerUsage.Network(
                Long.parseLong(n[0]),
                Long.parseLong(n[1]),
                Long.parseLong(n[2]),
                Long.parseLong(n[3]),
                Long.parseLong(n[8]),
                Long.parseLong(n[9]),
                Long.parseLong(n[10]),
                Long.parseLong(n[11])));
      }
    }
    return networks;
  }
}
