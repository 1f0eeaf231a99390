package dev.pontoon.testkit;

import dev.pontoon.linux.netns.NetworkNamespace;
import dev.pontoon.linux.rtnetlink.Link;
import dev.pontoon.linux.rtnetlink.Rtnetlink;
import java.io.IOException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * What there was before a test, to compare with afterwards: links of the machine's own namespace,
 * child processes, and this JVM's descriptors of sockets and namespaces. Mounts, and processes that
 * live in a namespace, are looked for in what belongs to the test's host, since other tests may run
 * on the same machine.
 */
final class Leaks {
  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

  private final Set<String> links;
  private final Set<String> descriptors;
  private final Set<Long> children;

  private Leaks() throws IOException {
    this.links = machineLinks();
    this.descriptors = descriptors();
    this.children = children().map(ProcessHandle::pid).collect(Collectors.toSet());
  }

  static Leaks snapshot() throws IOException {
    try (ServerSocketChannel tcp = ServerSocketChannel.open();
        DatagramChannel udp = DatagramChannel.open()) {
      // java.nio keeps a pair of sockets for ever when the first channel is closed
      if (!tcp.isOpen() || !udp.isOpen()) {
        throw new IOException("a channel that was just opened is closed");
      }
    }
    return new Leaks();
  }

  /**
   * Closes a host's nodes, and fails with the names of all that was left behind.
   *
   * @param patience a dying process takes a moment
   */
  void requireNone(HostNetwork host, Duration patience) throws IOException {
    Set<String> namespaces = namespaces(host);
    List<String> mounts = leakedMounts(host);
    host.closeNodes();
    Set<String> left = new TreeSet<>(mounts);
    try {
      Awaitility.await()
          .atMost(patience)
          .pollInSameThread()
          .until(() -> find(namespaces), Set::isEmpty);
    } catch (ConditionTimeoutException e) {
      left.addAll(find(namespaces));
    }
    processesIn(namespaces).forEach(ProcessHandle::destroyForcibly);
    if (!left.isEmpty()) {
      throw new AssertionError("left behind:\n  " + String.join("\n  ", left));
    }
  }

  private Set<String> find(Set<String> namespaces) throws IOException {
    Set<String> found = new TreeSet<>();
    without(machineLinks(), links).forEach(link -> found.add("link " + link));
    without(descriptors(), descriptors).forEach(fd -> found.add("descriptor of " + fd));
    children()
        .filter(child -> !children.contains(child.pid()))
        .forEach(child -> found.add("child " + describe(child)));
    processesIn(namespaces).forEach(process -> found.add("process " + describe(process)));
    return found;
  }

  private static List<String> leakedMounts(HostNetwork host) throws IOException {
    Set<Path> own = host.mounts();
    return MountPoint.below(host.directory()).stream()
        .filter(mount -> !own.contains(mount.path()))
        .map(MountPoint::toString)
        .toList();
  }

  /** The namespaces mounted below the host's directory, as /proc/pid/ns/net names them. */
  private static Set<String> namespaces(HostNetwork host) throws IOException {
    return MountPoint.below(host.directory()).stream()
        .filter(mount -> mount.type().equals("nsfs"))
        .map(MountPoint::root)
        .collect(Collectors.toSet());
  }

  private static Set<String> machineLinks() {
    try (NetworkNamespace own = NetworkNamespace.current();
        Rtnetlink rtnetlink = Rtnetlink.open(own)) {
      return rtnetlink.links().stream().map(Link::name).collect(Collectors.toSet());
    }
  }

  private static Stream<ProcessHandle> children() {
    return ProcessHandle.current().descendants();
  }

  private static List<ProcessHandle> processesIn(Set<String> namespaces) {
    Predicate<ProcessHandle> inside =
        process -> {
          try {
            Path link = Path.of("/proc/" + process.pid() + "/ns/net");
            return namespaces.contains(Files.readSymbolicLink(link).toString());
          } catch (IOException e) {
            return false; // it ended while we looked
          }
        };
    return ProcessHandle.allProcesses().filter(inside).toList();
  }

  private static Set<String> descriptors() throws IOException {
    List<Path> all;
    try (Stream<Path> entries = Files.list(DESCRIPTORS)) {
      all = entries.toList();
    }
    return all.stream()
        .map(Leaks::target)
        .filter(target -> target.startsWith("socket:") || target.startsWith("net:"))
        .collect(Collectors.toSet());
  }

  private static String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException e) {
      return ""; // the one that listed the directory
    }
  }

  private static <T> Set<T> without(Set<T> now, Set<T> before) {
    Set<T> more = new HashSet<>(now);
    more.removeAll(before);
    return more;
  }

  private static String describe(ProcessHandle process) {
    return process.pid() + " " + process.info().commandLine().orElse("(ended)");
  }
}
