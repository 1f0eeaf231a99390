package dev.pontoon.security;

import dev.pontoon.linux.ip.Addresses;
import dev.pontoon.linux.ip.MacAddress;
import dev.pontoon.testkit.HostNetwork;
import dev.pontoon.testkit.Node;
import dev.pontoon.testkit.ProjectFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;

/**
 * A host with containers that know each other on one network, and one on another, whichever daemon
 * made them.
 */
final class Ground implements AutoCloseable {
  static final int PUBLISHED_LOCALLY = 7000;
  static final int WEB = 80;
  private static final String IMAGE = "idle";
  private static final String ALL_OF_IT =
      "{{.State.Pid}}{{range .NetworkSettings.Networks}},{{.MacAddress}},{{.IPAddress}}"
          + ",{{.GlobalIPv6Address}},{{.Gateway}},{{.IPv6Gateway}}{{end}}";

  /** A container: its namespace, and how it appears on its network. */
  record Container(Node node, Party party, Party gateway) {}

  private final HostNetwork host;
  private final String address;
  private final Deque<Node> owned = new ArrayDeque<>();

  /** Containers of the daemon that listens at an address. */
  Ground(HostNetwork host, String address) throws IOException {
    this.host = host;
    this.address = address;
    importImage();
    docker(
        "network", "create", "--ipv6", "--subnet", "10.66.0.0/24", "--subnet", "fd66::/64", "lab");
    docker("network", "create", "far");
  }

  /** What a command of the docker client prints. */
  String docker(String... arguments) {
    return host.exec(
            Stream.concat(
                    Stream.of("env", "DOCKER_HOST=" + address, "docker"), Stream.of(arguments))
                .toArray(String[]::new))
        .orFail()
        .strip();
  }

  private void importImage() throws IOException {
    Path root = Files.createTempDirectory(host.directory(), "idle");
    Files.createDirectories(root.resolve("bin"));
    Files.copy(Path.of("/bin/busybox"), root.resolve("bin/busybox"));
    for (String name : List.of("sh", "sleep", "ip")) {
      Files.createSymbolicLink(root.resolve("bin").resolve(name), Path.of("busybox"));
    }
    Path archive = root.resolveSibling(root.getFileName() + ".tar");
    host.exec("tar", "-C", root.toString(), "-cf", archive.toString(), ".").orFail();
    docker("import", archive.toString(), IMAGE);
  }

  /** Runs a container that does nothing. */
  Container run(String name, String... options) {
    docker(
        Stream.of(
                Stream.of("run", "-d", "--name", name),
                Stream.of(options),
                Stream.of(IMAGE, "sleep", "100000"))
            .flatMap(s -> s)
            .toArray(String[]::new));
    String[] words = docker("inspect", "-f", ALL_OF_IT, name).split(",", -1);
    Node node = Node.at(Path.of("/proc", words[0], "ns/net"));
    owned.push(node);
    MacAddress mac = MacAddress.parse(words[1]);
    return new Container(node, party(mac, words[2], words[3]), party(mac, words[4], words[5]));
  }

  private static Party party(MacAddress mac, String v4, String v6) {
    return new Party(mac, Addresses.parse(v4), Addresses.parse(v6.isEmpty() ? "::" : v6));
  }

  /** What a command of Pontoon's own client prints. */
  String pontoon(String... arguments) {
    String pontoon = ProjectFiles.root().resolve("bin/pontoon").toString();
    return host.exec(
            Stream.concat(Stream.of(pontoon, "-H", address), Stream.of(arguments))
                .toArray(String[]::new))
        .orFail();
  }

  /** Each endpoint with what was dropped of it. */
  List<String> guard() {
    return pontoon("guard", "--format", "{{.Container}} {{.Network}} {{.Guard}} {{.Packets}}")
        .lines()
        .toList();
  }

  /** How many frames of a container Pontoon's guard has dropped. */
  long dropped(String container) {
    return pontoon("guard", "--format", "{{.Container}} {{.Packets}}")
        .lines()
        .filter(line -> line.startsWith(container + " "))
        .mapToLong(line -> Long.parseLong(line.substring(container.length() + 1)))
        .sum();
  }

  HostNetwork host() {
    return host;
  }

  /** The end of a container's link that the host has. */
  String hostLink(Container container) {
    String line = container.node().exec("ip", "-o", "link", "show", "eth0").orFail();
    String index = line.replaceFirst("(?s).*eth0@if(\\d+):.*", "$1");
    return host.exec("ip", "-o", "link")
        .orFail()
        .lines()
        .filter(link -> link.startsWith(index + ": "))
        .map(link -> link.split("[ @]", -1)[1])
        .findFirst()
        .orElseThrow();
  }

  /** The bridge that a container's link is a port of. */
  String bridge(Container container) {
    String line = host.exec("ip", "-o", "link", "show", hostLink(container)).orFail();
    return line.replaceFirst("(?s).* master (\\S+) .*", "$1");
  }

  /** Removes all containers. */
  void clear() {
    String all = docker("ps", "-aq");
    if (!all.isEmpty()) {
      docker(Stream.concat(Stream.of("rm", "-f"), all.lines()).toArray(String[]::new));
    }
    owned.forEach(Node::close);
    owned.clear();
  }

  @Override
  public void close() {
    clear();
  }
}
