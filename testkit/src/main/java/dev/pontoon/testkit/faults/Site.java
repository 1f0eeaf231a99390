package dev.pontoon.testkit.faults;

import dev.pontoon.testkit.HostNetwork;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** A host with a daemon, and the verbs of the operations. What is gone already is no failure. */
public final class Site implements AutoCloseable {
  static final int TCP_PORT = 8080;
  static final int UDP_PORT = 5353;
  private static final Duration DEATH = Duration.ofSeconds(10);
  private static final Integer GONE = 404;
  private static final Integer SO_ALREADY = 304;

  private final HostNetwork host;
  private final String firewall;
  private final Victim victim;
  private final Files0 files;
  private final Api api;
  private final Set<String> everSeen = new TreeSet<>();
  private long orders;

  private record Files0(Path directory, Path orders, Path root, Path image) {}

  /**
   * What a container is to be.
   *
   * @param rootfs whether it runs on a directory; else on the image
   */
  record Wish(boolean rootfs, List<String> command, boolean ports, String network, boolean rm) {
    static final Wish SLEEP = new Wish(true, List.of("sleep", "1000"), false, "bridge", false);
    static final Wish TRUE = new Wish(true, List.of("true"), false, "bridge", false);
    static final Wish IMAGE = new Wish(false, List.of("sleep", "1000"), false, "bridge", false);

    Wish published() {
      return new Wish(rootfs, command, true, network, rm);
    }

    Wish on(String other) {
      return new Wish(rootfs, command, ports, other, rm);
    }

    /** Removed when it ends. */
    Wish removed() {
      return new Wish(rootfs, command, ports, network, true);
    }
  }

  /** A site on a host, on which no daemon runs yet. */
  Site(HostNetwork host, String firewall, Victim.Maker maker) throws IOException {
    Path directory = host.directory().resolve("daemon");
    this.host = host;
    this.firewall = firewall;
    this.files =
        new Files0(
            directory,
            Files.createDirectories(host.directory().resolve("orders")),
            BusyboxImage.root(host.directory().resolve("busybox")),
            BusyboxImage.archive(host.directory()));
    this.victim = maker.make(host, files.orders(), firewall);
    this.api = new Api(directory.resolve("pontoon.sock"));
  }

  /** Ids of containers that there were at any time. */
  Set<String> everSeen() {
    return everSeen;
  }

  HostNetwork host() {
    return host;
  }

  String firewall() {
    return firewall;
  }

  Victim victim() {
    return victim;
  }

  Api api() {
    return api;
  }

  /** Below it are the daemon's roots {@code data} and {@code run}. */
  Path directory() {
    return files.directory();
  }

  // ----- the daemon -----

  void startDaemon() {
    if (!victim.alive()) {
      victim.start();
    }
  }

  void stopDaemon() {
    victim.stop();
  }

  /** Has the daemon end before a step; see the daemon's kill switch. */
  void order(String step, int occurrence) throws IOException {
    orders++;
    Path part = files.orders().resolve("part");
    Files.writeString(part, orders + "\t" + step + "\t" + occurrence);
    Files.move(
        part,
        files.orders().resolve("order"),
        java.nio.file.StandardCopyOption.ATOMIC_MOVE,
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
  }

  void countermand() throws IOException {
    Files.deleteIfExists(files.orders().resolve("order"));
  }

  /** The steps taken since the last {@link #forgetSteps}. */
  List<String> steps() throws IOException {
    Path file = files.orders().resolve("steps");
    return Files.exists(file) ? Files.readAllLines(file) : List.of();
  }

  void forgetSteps() throws IOException {
    Files.deleteIfExists(files.orders().resolve("steps"));
  }

  /** Makes a change in which the daemon ends before a step whose name begins so. */
  void killedAt(String prefix, Operation.Act change) throws IOException {
    startDaemon();
    order(prefix, 1);
    try {
      change.on(this);
    } catch (IOException | AssertionError e) {
      if (!victim.endsWithin(DEATH)) {
        throw e;
      }
    }
    boolean ended = victim.endsWithin(DEATH);
    countermand();
    if (!ended) {
      throw new IllegalStateException("no step " + prefix + " in " + steps());
    }
  }

  /** Kills the daemon and takes away what it made in the host's namespace. */
  void destroyNetwork() throws IOException {
    victim.kill();
    host.exec("nft", "flush", "ruleset").orFail();
    for (JsonNode link : new Sight(this).hostLinks()) {
      if (link.path("ifname").asString("").matches("br-.*|pontoon0")) {
        host.exec("ip", "link", "delete", link.path("ifname").asString()).orFail();
      }
    }
  }

  /** Stops the daemon and takes away all it made, with its files. */
  void wipe() throws IOException {
    victim.stop();
    removeAll();
    host.exec("rm", "-rf", directory().resolve("data").toString()).orFail();
    host.exec("rm", "-rf", directory().resolve("run").toString()).orFail();
  }

  private void removeAll() throws IOException {
    List<String> command = new ArrayList<>();
    command.add(dev.pontoon.testkit.ProjectFiles.root().resolve("bin/pontoon").toString());
    command.addAll(List.of("daemon", "--remove", "--log-level", "error"));
    command.addAll(List.of("--firewall-backend", firewall));
    command.addAll(List.of("-H", "unix://" + directory().resolve("pontoon.sock")));
    command.addAll(List.of("--data-root", directory().resolve("data").toString()));
    command.addAll(List.of("--exec-root", directory().resolve("run").toString()));
    command.addAll(List.of("--pidfile", directory().resolve("pid").toString()));
    host.exec(command.toArray(String[]::new)).orFail();
  }

  // ----- the verbs -----

  void createNetwork(String name, boolean ipv6) throws IOException {
    api.call("POST", "/networks/create", Map.of("Name", name, "EnableIPv6", ipv6));
  }

  void removeNetwork(String name) throws IOException {
    api.call("DELETE", "/networks/" + name, Map.of(), GONE);
  }

  void create(String name, Wish wish) throws IOException {
    Map<String, Object> host = new HashMap<>();
    host.put("NetworkMode", wish.network());
    host.put("AutoRemove", wish.rm());
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("Cmd", wish.command());
    if (wish.rootfs()) {
      host.put("Rootfs", files.root().toString());
    } else {
      body.put("Image", BusyboxImage.NAME);
    }
    if (wish.ports()) {
      body.put("ExposedPorts", Map.of("80/tcp", Map.of(), "53/udp", Map.of()));
      host.put(
          "PortBindings",
          Map.of(
              "80/tcp", List.of(Map.of("HostPort", String.valueOf(TCP_PORT))),
              "53/udp", List.of(Map.of("HostPort", String.valueOf(UDP_PORT)))));
    }
    body.put("HostConfig", host);
    api.call("POST", "/containers/create?name=" + name, body);
  }

  void start(String name) throws IOException {
    api.call("POST", "/containers/" + name + "/start", Map.of(), SO_ALREADY);
  }

  void stop(String name) throws IOException {
    api.call("POST", "/containers/" + name + "/stop?t=0", Map.of(), SO_ALREADY, GONE);
  }

  void remove(String name) throws IOException {
    api.call("DELETE", "/containers/" + name + "?force=1", Map.of(), GONE);
  }

  /** Waits until a container that removes itself is gone. */
  void await(String name) throws IOException {
    api.call("POST", "/containers/" + name + "/wait?condition=removed", Map.of(), GONE);
  }

  void connect(String network, String name) throws IOException {
    api.call("POST", "/networks/" + network + "/connect", Map.of("Container", name));
  }

  /** The network gives the default route, and is where the ports lead. */
  void connectFirst(String network, String name) throws IOException {
    api.call(
        "POST",
        "/networks/" + network + "/connect",
        Map.of("Container", name, "EndpointConfig", Map.of("GwPriority", 1)));
  }

  /** Docker answers 403 where the container is not on the network. */
  void disconnect(String network, String name) throws IOException {
    api.call("POST", "/networks/" + network + "/disconnect", Map.of("Container", name), 403, GONE);
  }

  void exec(String name) throws IOException {
    JsonNode created =
        api.call("POST", "/containers/" + name + "/exec", Map.of("Cmd", List.of("true")));
    String id = created.get("Id").asString();
    api.call("POST", "/exec/" + id + "/start", Map.of("Detach", true));
  }

  void loadImage() throws IOException {
    api.call("POST", "/images/load", Files.readAllBytes(files.image()));
  }

  void removeImage() throws IOException {
    api.call("DELETE", "/images/" + BusyboxImage.NAME, Map.of(), GONE);
  }

  /** Sends to the published UDP port, so that the kernel tracks a flow to the container. */
  void knock() throws IOException {
    host.call(() -> {
      try (DatagramSocket socket = new DatagramSocket()) {
        byte[] words = "anybody there?".getBytes(StandardCharsets.US_ASCII);
        InetAddress here = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        socket.send(new DatagramPacket(words, words.length, here, UDP_PORT));
      }
      return true;
    });
  }

  /** Removes whatever there is, by the API. */
  void clear() throws IOException {
    startDaemon();
    for (JsonNode container : api.get("/containers/json?all=1")) {
      remove(container.get("Id").asString());
    }
    for (JsonNode network : api.get("/networks")) {
      String name = network.get("Name").asString();
      if (!List.of("bridge", "host", "none").contains(name)) {
        removeNetwork(name);
      }
    }
    for (JsonNode image : api.get("/images/json")) {
      api.call("DELETE", "/images/" + image.get("Id").asString() + "?force=1", Map.of(), GONE);
    }
  }

  /** Whatever happened before: a running daemon without any container, as on the first day. */
  void rebuild() throws IOException {
    countermand();
    victim.kill();
    try {
      startDaemon();
      clear();
      wipe();
    } catch (IOException | AssertionError e) {
      sweep();
    }
    startDaemon();
  }

  /** Takes everything away by force, so that what comes after a failure starts clean. */
  private void sweep() throws IOException {
    victim.kill();
    for (Probe.Running process : Probe.processes(directory())) {
      ProcessHandle.of(process.pid()).ifPresent(ProcessHandle::destroyForcibly);
    }
    String script =
        """
        for pass in 1 2; do
          grep -o " $1/[^ ]*" /proc/self/mountinfo | sort -r | xargs -r -n 1 umount -l
        done
        find /sys/fs/cgroup -depth -type d -path '*/pontoon/*' $(printf -- "-name %s -o " $2) -name none \
          -exec rmdir {} + 2>/dev/null
        nft flush ruleset
        for link in $(ip -o link show | sed -n 's/^[0-9]*: \\([^:@]*\\).*/\\1/p' | grep -E '^(veth|br-|pontoon0)'); do
          ip link delete $link
        done
        rm -rf "$1/data" "$1/run" "$1"/pid "$1"/*.sock*
        """;
    host.exec("sh", "-c", script, "sh", directory().toString(), String.join(" ", everSeen));
  }

  /** Stops the daemon; its containers stay. */
  @Override
  public void close() {
    victim.kill();
  }
}
