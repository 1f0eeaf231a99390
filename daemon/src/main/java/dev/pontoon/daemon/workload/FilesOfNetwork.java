package dev.pontoon.daemon.workload;

import dev.pontoon.api.HostConfig;
import dev.pontoon.daemon.http.HttpError;
import dev.pontoon.engine.Engine;
import dev.pontoon.engine.model.Endpoint;
import dev.pontoon.engine.model.Network;
import dev.pontoon.engine.model.NetworkMode;
import dev.pontoon.engine.model.Sandbox;
import dev.pontoon.engine.model.Subnet;
import dev.pontoon.linux.ip.Addresses;
import dev.pontoon.linux.ip.Cidr;
import dev.pontoon.runtime.ContainerState;
import dev.pontoon.runtime.NetworkFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes /etc/hosts, /etc/resolv.conf and /etc/hostname of a container. */
public final class FilesOfNetwork {
  private static final String HOSTS =
      """
      127.0.0.1\tlocalhost
      ::1\tlocalhost ip6-localhost ip6-loopback
      fe00::\tip6-localnet
      ff00::\tip6-mcastprefix
      ff02::1\tip6-allnodes
      ff02::2\tip6-allrouters
      """;
  private static final String HOST_GATEWAY = "host-gateway";

  private final Engine engine;
  private final Path etc;

  /**
   * Of an engine's addresses and a host's files.
   *
   * @param etc the host's {@code /etc}
   */
  public FilesOfNetwork(Engine engine, Path etc) {
    this.engine = engine;
    this.etc = etc;
  }

  /**
   * The files of a container in its sandbox.
   *
   * @param linked what it is linked to
   */
  NetworkFiles make(
      ContainerState container,
      HostConfig host,
      Sandbox sandbox,
      List<ContainerLinks.Linked> linked) {
    String hostname = container.hostname();
    boolean onHost = sandbox.mode() instanceof NetworkMode.HostNamespace;
    String hosts = onHost ? read(etc.resolve("hosts")) : HOSTS;
    StringBuilder lines = new StringBuilder(hosts);
    if (!hosts.isEmpty() && !hosts.endsWith("\n")) {
      lines.append('\n');
    }
    host.extraHosts().forEach(e -> lines.append(extra(e)));
    linked.forEach(l ->
        l.addresses().forEach(a -> lines.append(a).append('\t').append(l.names()).append('\n')));
    if (!onHost) {
      String names = names(container);
      sandbox.endpoints().stream()
          .flatMap(FilesOfNetwork::addresses)
          .forEach(a -> lines.append(a).append('\t').append(names).append('\n'));
    }
    return new NetworkFiles(lines.toString(), resolvConf(host, onHost), hostname + "\n");
  }

  /** The files of another container, whose networking is shared. */
  public static NetworkFiles shared(ContainerState other) {
    Path directory = other.directory();
    return new NetworkFiles(
        read(directory.resolve("hosts")),
        read(directory.resolve("resolv.conf")),
        read(directory.resolve("hostname")));
  }

  private static Stream<String> addresses(Endpoint endpoint) {
    return Stream.of(endpoint.ipv4(), endpoint.ipv6())
        .flatMap(java.util.Optional::stream)
        .map(Cidr::address)
        .map(Addresses::text);
  }

  private static String names(ContainerState container) {
    String domain = container.spec().process().domainname();
    String hostname = container.hostname();
    return domain.isEmpty() ? hostname : hostname + "." + domain + " " + hostname;
  }

  /**
   * A line of {@code --add-host name:address}.
   *
   * @throws HttpError 400 if the text is anything else
   */
  private String extra(String text) {
    int colon = text.indexOf(':');
    int equals = text.indexOf('=');
    int at = equals > 0 && (colon < 0 || equals < colon) ? equals : colon;
    if (at < 1) {
      throw HttpError.invalid("bad format for add-host: \"" + text + "\"");
    }
    String address = text.substring(at + 1);
    if (!address.equals(HOST_GATEWAY)) {
      return Addresses.text(Addresses.parse(address)) + "\t" + text.substring(0, at) + "\n";
    }
    return gateways()
        .map(g -> g + "\t" + text.substring(0, at) + "\n")
        .collect(Collectors.joining());
  }

  /** Where containers reach the host: the default bridge's own addresses. */
  private Stream<String> gateways() {
    Network bridge = engine.network(Network.DEFAULT_BRIDGE);
    return bridge.subnets().stream().map(Subnet::gateway).map(Addresses::text);
  }

  /**
   * The host's resolv.conf with the request's words in it. Loopback name servers are left out: in a
   * container they would be the container's own.
   */
  private String resolvConf(HostConfig host, boolean onHost) {
    List<String> lines = read(resolvSource(onHost)).lines().toList();
    boolean keepLoopback = onHost;
    Stream<String> servers =
        host.dns().isEmpty()
            ? words(lines, "nameserver").filter(s -> keepLoopback || !loopback(s))
            : host.dns().stream().map(s -> Addresses.text(Addresses.parse(s)));
    String search =
        host.dnsSearch().isEmpty()
            ? words(lines, "search").collect(Collectors.joining(" "))
            : host.dnsSearch().stream()
                .filter(s -> !s.equals("."))
                .collect(Collectors.joining(" "));
    String options =
        host.dnsOptions().isEmpty()
            ? words(lines, "options").collect(Collectors.joining(" "))
            : String.join(" ", host.dnsOptions());
    return servers.map(s -> "nameserver " + s + "\n").collect(Collectors.joining())
        + (search.isEmpty() ? "" : "search " + search + "\n")
        + (options.isEmpty() ? "" : "options " + options + "\n");
  }

  /** With systemd-resolved, the servers behind its stub; the stub listens on the host only. */
  private Path resolvSource(boolean onHost) {
    Path file = etc.resolve("resolv.conf");
    Path behindStub = Path.of("/run/systemd/resolve/resolv.conf");
    boolean stub = words(read(file).lines().toList(), "nameserver").anyMatch("127.0.0.53"::equals);
    return stub && !onHost && Files.exists(behindStub) ? behindStub : file;
  }

  private static Stream<String> words(List<String> lines, String keyword) {
    return lines.stream()
        .map(String::strip)
        .filter(l -> l.startsWith(keyword + " ") || l.startsWith(keyword + "\t"))
        .map(l -> l.substring(keyword.length()).strip());
  }

  private static boolean loopback(String server) {
    int zone = server.indexOf('%');
    String address = zone < 0 ? server : server.substring(0, zone);
    return Addresses.tryParse(address).map(java.net.InetAddress::isLoopbackAddress).orElse(true);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      return "";
    } catch (IOException e) {
      throw new UncheckedIOException("read " + file, e);
    }
  }
}
