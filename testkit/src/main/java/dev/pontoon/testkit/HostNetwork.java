package dev.pontoon.testkit;

import dev.pontoon.linux.ip.Cidr;
import dev.pontoon.linux.netns.NetworkNamespace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A host of a test's own, as {@link HostNamespace} gives it. What a test starts on it keeps its
 * files under {@link #directory}, where the check for leaks looks.
 */
public final class HostNetwork extends Node {
  private static final Path ROOT = Path.of("/run/pontoon-test");

  private final Path directory;
  private final List<Node> nodes = new ArrayList<>();
  private final List<HostNetwork> others = new ArrayList<>();
  private int lans;

  private HostNetwork(Path directory, NetworkNamespace namespace) {
    super("host", directory.resolve("host"), namespace);
    this.directory = directory;
  }

  /** Makes a host outside of a JUnit test; whoever does so closes it. */
  public static HostNetwork create() throws IOException {
    Files.createDirectories(ROOT);
    Path directory = Files.createTempDirectory(ROOT, "host-");
    NetworkNamespace namespace = NetworkNamespace.create(directory.resolve("host"));
    HostNetwork host = new HostNetwork(directory, namespace);
    host.loopbackUp();
    return host;
  }

  /** A directory of the test's own, which goes with the host. */
  public Path directory() {
    return directory;
  }

  /** Wires the host to a LAN: 192.0.2.0/24 and 2001:db8::/64, in which the host has the first. */
  public Lan lan() {
    return lan(Cidr.parse("192.0.2.0/24"), Cidr.parse("2001:db8::/64"));
  }

  /** Wires the host to a LAN by its next link: eth0, eth1 and so on. */
  public Lan lan(Cidr v4, Cidr v6) {
    Lan lan = new Lan(this, "eth" + lans, v4.subnet(), v6.subnet());
    lans++;
    return own(lan);
  }

  /** Another namespace of this test, not wired to anything. */
  public Node node(String name) {
    Node node = own(Node.create(name, directory.resolve(name)));
    nodes.add(node);
    return node;
  }

  /** Another host of this test, wired to nothing, which goes with this one. */
  public HostNetwork another() throws IOException {
    Path place = Files.createDirectory(directory.resolve("host-" + others.size()));
    HostNetwork other = own(new HostNetwork(place, NetworkNamespace.create(place.resolve("host"))));
    other.loopbackUp();
    others.add(other);
    return other;
  }

  /** Where this host, its nodes and the test's other hosts are mounted. */
  Set<Path> mounts() {
    Stream<Path> own = Stream.concat(Stream.of(path()), nodes.stream().map(Node::path));
    return Stream.concat(own, others.stream().flatMap(other -> other.mounts().stream()))
        .collect(Collectors.toSet());
  }

  /** Lets the namespaces go; their mounts go with {@link #close}. */
  void closeNodes() {
    super.close();
  }

  @Override
  public void close() {
    super.close();
    try {
      Cleanup.removeDirectory(directory);
    } catch (IOException e) {
      throw new UncheckedIOException("remove " + directory, e);
    }
  }
}
