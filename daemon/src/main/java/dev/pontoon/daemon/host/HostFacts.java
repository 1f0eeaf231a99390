package dev.pontoon.daemon.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/** Facts that the kernel and the distribution tell, for /info and /version. */
public final class HostFacts {
  private HostFacts() {}

  /** The kernel's release. */
  public static String kernel() {
    return first(Path.of("/proc/sys/kernel/osrelease"));
  }

  /** The host's name. */
  public static String name() {
    return first(Path.of("/proc/sys/kernel/hostname"));
  }

  /** The machine as {@code uname -m} has it. */
  public static String machine() {
    return System.getProperty("os.arch", "").equals("amd64")
        ? "x86_64"
        : System.getProperty("os.arch", "");
  }

  /** The machine in Go's words: {@code amd64}, {@code arm64}. */
  public static String architecture() {
    String arch = System.getProperty("os.arch", "");
    return arch.equals("aarch64") ? "arm64" : arch;
  }

  /** The distribution in its own words. */
  public static String operatingSystem() {
    return osRelease("PRETTY_NAME");
  }

  /** The distribution's version. */
  public static String operatingSystemVersion() {
    return osRelease("VERSION_ID");
  }

  private static String osRelease(String key) {
    try (Stream<String> lines = Files.lines(Path.of("/etc/os-release"))) {
      return lines
          .filter(l -> l.startsWith(key + "="))
          .map(l -> l.substring(key.length() + 1).replace("\"", ""))
          .findFirst()
          .orElse("");
    } catch (IOException e) {
      return ""; // a distribution without the file
    }
  }

  /** Bytes of memory. */
  public static long memory() {
    String line = first(Path.of("/proc/meminfo")); // MemTotal:  24683520 kB
    return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
  }

  /** Whether the process's namespace forwards IPv4. */
  public static boolean forwards() {
    return first(Path.of("/proc/sys/net/ipv4/ip_forward")).equals("1");
  }

  /** How many files the process has open. */
  public static int openFiles() {
    String[] names = Path.of("/proc/self/fd").toFile().list();
    return names == null ? 0 : names.length;
  }

  /** How many threads the process has. */
  public static int threads() {
    String[] names = Path.of("/proc/self/task").toFile().list();
    return names == null ? 0 : names.length;
  }

  /** Whether a container can be kept from being killed when memory runs out. */
  public static boolean oomKillDisable() {
    return Files.exists(Path.of("/sys/fs/cgroup/memory/memory.oom_control")); // cgroup v1 only
  }

  /** A variable of the environment that names a proxy, in either case, without its password. */
  public static String proxy(String name) {
    String upper = System.getenv(name);
    String value = upper == null ? System.getenv(name.toLowerCase(Locale.ROOT)) : upper;
    return value == null ? "" : value.replaceFirst("//[^/@]*@", "//xxxxx:xxxxx@");
  }

  /** {@code 2} where the unified hierarchy is the only one, else {@code 1}. */
  public static String cgroupVersion() {
    return Files.exists(Path.of("/sys/fs/cgroup/cgroup.controllers")) ? "2" : "1";
  }

  private static String first(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines.findFirst().orElse("");
    } catch (IOException e) {
      throw new UncheckedIOException("read " + file, e);
    }
  }
}
