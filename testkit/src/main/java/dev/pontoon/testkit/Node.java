package dev.pontoon.testkit;

import dev.pontoon.linux.netns.Inside;
import dev.pontoon.linux.netns.NetworkNamespace;
import dev.pontoon.linux.rtnetlink.LinkRef;
import dev.pontoon.linux.rtnetlink.LinkSettings;
import dev.pontoon.linux.rtnetlink.Links;
import dev.pontoon.linux.rtnetlink.Rtnetlink;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;

/** A network namespace in a test, in which programs, servers and clients run. */
public class Node implements AutoCloseable {
  private static final Duration COMMAND_LIMIT = Duration.ofSeconds(30);

  private final String name;
  private final Path path;
  private final NetworkNamespace namespace;
  private final Rtnetlink rtnetlink;
  private final Deque<AutoCloseable> owned = new ArrayDeque<>();

  Node(String name, Path path, NetworkNamespace namespace) {
    this.name = name;
    this.path = path;
    this.namespace = namespace;
    this.rtnetlink = Rtnetlink.open(namespace);
    owned.push(namespace);
    owned.push(rtnetlink);
  }

  /** Makes a namespace, mounts it at a path and brings its loopback up. */
  static Node create(String name, Path path) {
    Node node = new Node(name, path, NetworkNamespace.create(path));
    node.loopbackUp();
    return node;
  }

  final void loopbackUp() {
    rtnetlink.execute(Links.set(LinkRef.of("lo"), LinkSettings.NONE.up()));
  }

  /** A namespace that somebody else made, such as a container's, mounted at a path. */
  public static Node at(Path path) {
    return new Node(path.getFileName().toString(), path, NetworkNamespace.open(path));
  }

  /** Its name in this test. */
  public final String name() {
    return name;
  }

  /** Where it is mounted. */
  public final Path path() {
    return path;
  }

  /** The namespace; closed with this node. */
  public final NetworkNamespace namespace() {
    return namespace;
  }

  /** Its links, addresses and routes. */
  public final Rtnetlink rtnetlink() {
    return rtnetlink;
  }

  /** Runs work inside, on a thread of its own. */
  public final <T, E extends Exception> T call(Inside<T, E> work) throws E {
    return namespace.call(work);
  }

  /** Runs a program inside, by nsenter(1), within half a minute. */
  public final Output exec(String... command) {
    return exec(COMMAND_LIMIT, command);
  }

  /** Runs a program inside; fails the test beyond the time limit. */
  public final Output exec(Duration limit, String... command) {
    return Commands.run(
        Stream.concat(Stream.of("nsenter", "--net=" + path), Stream.of(command)).toList(), limit);
  }

  /** The command line that runs a program inside, for a test that starts it by itself. */
  public final List<String> commandLine(String... command) {
    return Stream.concat(Stream.of("nsenter", "--net=" + path), Stream.of(command)).toList();
  }

  /**
   * Starts a server that tells each client its address as seen here, over TCP, UDP and HTTP (see
   * {@link PeerServer}), on all addresses. It stops with this node if not before.
   *
   * @param port 0 for any
   */
  public final PeerServer serve(int port) throws IOException {
    return own(PeerServer.start(this, new InetSocketAddress(port)));
  }

  /** The same on one address. */
  public final PeerServer serve(InetAddress address, int port) throws IOException {
    return own(PeerServer.start(this, new InetSocketAddress(address, port)));
  }

  /** A client here. */
  public final PeerClient client() {
    return new PeerClient(this);
  }

  /** Keeps something until this node is closed. */
  final <T extends AutoCloseable> T own(T resource) {
    owned.push(resource);
    return resource;
  }

  /** Stops its servers and lets the namespace go; what is mounted stays. */
  @Override
  public void close() {
    while (!owned.isEmpty()) {
      try {
        owned.pop().close();
      } catch (RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new IllegalStateException("close what belongs to " + name, e);
      }
    }
  }

  @Override
  public final String toString() {
    return name + " (" + path + ")";
  }
}
