package dev.pontoon.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pontoon.testkit.HostNamespace;
import dev.pontoon.testkit.HostNetwork;
import dev.pontoon.testkit.Output;
import dev.pontoon.testkit.ProjectFiles;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Each metric before and after what it counts. */
@HostNamespace
class MetricsTest {
  private static final String ADDRESS = "127.0.0.1:9323";

  private static double grown(Scrape before, Scrape after, String series) {
    return after.count(series) - before.count(series);
  }

  private static String plans(String operation, String outcome) {
    return "pontoon_plans_total{operation=\"%s\",outcome=\"%s\"}".formatted(operation, outcome);
  }

  private static String leases(String state) {
    return "pontoon_leases_" + state + "{family=\"ipv4\",network=\"lab\"}";
  }

  private static String timed(String operation) {
    return "pontoon_operation_duration_seconds_count{operation=\"" + operation + "\"}";
  }

  private static void serve(Docker docker) throws IOException {
    docker.importBusybox("box");
    docker.out("network", "create", "lab");
    docker.out(
        "run",
        "-d",
        "--name",
        "web",
        "--network",
        "lab",
        "-p",
        "8080:80",
        "box",
        "nc",
        "-ll",
        "-p",
        "80",
        "-e",
        "cat");
  }

  @Test
  void changesAreCountedAndTimed(HostNetwork host) throws IOException {
    try (Docker docker = new Docker(host, "--metrics-addr", ADDRESS)) {
      Scrape before = Scrape.of(host, ADDRESS);
      serve(docker);
      Scrape with = Scrape.of(host, ADDRESS);
      docker.out("network", "connect", "bridge", "web");
      docker.out("network", "disconnect", "bridge", "web");
      docker.out("rm", "-f", "web");
      Scrape gone = Scrape.of(host, ADDRESS);
      docker.out("network", "rm", "lab");
      Scrape after = Scrape.of(host, ADDRESS);

      for (String operation : Set.of("create-network", "attach")) {
        assertThat(grown(before, with, plans(operation, "applied"))).isEqualTo(1);
        assertThat(grown(before, with, timed(operation))).isEqualTo(1);
      }
      for (String operation : Set.of("connect", "disconnect", "detach")) {
        assertThat(grown(with, gone, plans(operation, "applied"))).isEqualTo(1);
        assertThat(grown(with, gone, timed(operation))).isEqualTo(1);
      }
      assertThat(grown(gone, after, plans("remove-network", "applied"))).isEqualTo(1);
      String seconds = "pontoon_operation_duration_seconds_sum{operation=\"attach\"}";
      assertThat(grown(before, with, seconds)).isBetween(0.0001, 30.0);

      assertThat(with.value(leases("used"))).isEqualTo(1);
      assertThat(gone.value(leases("used"))).isZero();
      assertThat(grown(with, gone, leases("free"))).isEqualTo(1);
      assertThat(after.series()).doesNotContainKey(leases("used"));
      String tcp = "pontoon_published_ports{protocol=\"tcp\"}";
      assertThat(before.value(tcp)).isZero();
      assertThat(with.value(tcp)).isEqualTo(2); // 0.0.0.0 and ::
      assertThat(after.value(tcp)).isZero();
      assertThat(with.value("pontoon_reserved_sockets")).isEqualTo(2);
      assertThat(after.value("pontoon_reserved_sockets")).isZero();
      assertThat(with.value("pontoon_reserved_sockets_limit")).isEqualTo(4_096);
      assertThat(with.value("pontoon_containers{state=\"running\"}")).isEqualTo(1);
      assertThat(after.value("pontoon_containers{state=\"running\"}")).isZero();
    }
  }

  @Test
  void requestsConnectionsAndTheProcessAreSeen(HostNetwork host) throws IOException {
    try (Docker docker = new Docker(host, "--metrics-addr", ADDRESS)) {
      serve(docker);
      requests(docker, host);
      relayAndConnections(host);
      process(docker, host);
      otherPaths(docker);
      page(host);
    }
  }

  @Test
  void failuresAreCountedAndLoggedWithTheStep(HostNetwork host) throws IOException {
    try (Docker docker = new Docker(host, "--metrics-addr", ADDRESS, "--log-level", "error")) {
      serve(docker);
      String pid = docker.out("inspect", "web", "-f", "{{.State.Pid}}");
      host.exec("nsenter", "-t", pid, "-n", "ip", "link", "add", "eth1", "type", "bridge").orFail();
      Scrape before = Scrape.of(host, ADDRESS);

      Output refused = docker.run("network", "connect", "bridge", "web");

      assertThat(refused.exitCode()).isEqualTo(1);
      Scrape after = Scrape.of(host, ADDRESS);
      assertThat(grown(before, after, plans("connect", "unwound"))).isEqualTo(1);
      assertThat(grown(before, after, plans("connect", "applied"))).isZero();
      assertThat(after.value("pontoon_unfinished_changes")).isZero();
      assertThat(docker.daemon().log().lines())
          .singleElement()
          .asString()
          .containsPattern(
              "ERROR op=connect plan=[0-9a-f]{8} container=web network=bridge took=\\S+ms"
                  + " outcome=unwound steps=\\d+ error=\"create veth veth\\w+.*EEXIST");
    }
  }

  private static void requests(Docker docker, HostNetwork host) {
    Scrape before = Scrape.of(host, ADDRESS);
    docker.out("inspect", "--type", "container", "web");
    assertThat(docker.run("inspect", "--type", "container", "gone").exitCode()).isEqualTo(1);
    String socket = docker.daemon().socket().toString();
    host.exec("curl", "-sS", "--unix-socket", socket, "-X", "BREW", "http://d/no/such/path")
        .orFail();
    Scrape after = Scrape.of(host, ADDRESS);

    String inspect = "method=\"GET\",route=\"/containers/{id}/json\"";
    String requests = "pontoon_api_requests_total{" + inspect + ",status=\"%d\"}";
    assertThat(grown(before, after, requests.formatted(200))).isEqualTo(1);
    assertThat(grown(before, after, requests.formatted(404))).isEqualTo(1);
    assertThat(grown(before, after, "pontoon_api_request_duration_seconds_count{" + inspect + "}"))
        .isEqualTo(2);
    assertThat(
            after.value(
                "pontoon_api_requests_total{method=\"other\",route=\"none\",status=\"404\"}"))
        .isEqualTo(1);
  }

  private static void relayAndConnections(HostNetwork host) throws IOException {
    double tracked = Scrape.of(host, ADDRESS).value("pontoon_conntrack_entries");
    Supplier<Double> relayed =
        () -> Scrape.of(host, ADDRESS).value("pontoon_relay_connections{protocol=\"tcp\"}");
    try (Socket client = host.call(() -> connected("::1"))) {
      client.getOutputStream().write('x');
      Awaitility.await().until(relayed::get, count -> count == 1);
      Scrape with = Scrape.of(host, ADDRESS);
      assertThat(with.value("pontoon_conntrack_entries")).isGreaterThan(tracked);
      String max = host.exec("cat", "/proc/sys/net/netfilter/nf_conntrack_max").orFail();
      assertThat(with.value("pontoon_conntrack_entries_limit")).isEqualTo(Double.parseDouble(max));
    }
    Awaitility.await().until(relayed::get, count -> count == 0);
  }

  /** The server in the container takes a moment until it listens. */
  private static Socket connected(String address) {
    return Awaitility.await()
        .pollInSameThread() // which is inside
        .ignoreExceptions()
        .until(
            () -> {
              Socket socket = new Socket();
              try {
                socket.connect(new InetSocketAddress(address, 8080), 5_000);
                socket.getOutputStream().write('x');
                if (socket.getInputStream().read() == 'x') {
                  return socket;
                }
              } catch (IOException e) {
                socket.close();
                throw e;
              }
              socket.close();
              throw new IOException("no answer");
            },
            Socket::isConnected);
  }

  private static void process(Docker docker, HostNetwork host) throws IOException {
    Scrape scrape = Scrape.of(host, ADDRESS);
    Path process = Path.of("/proc/" + docker.daemon().process().pid());
    try (Stream<Path> descriptors = Files.list(process.resolve("fd"))) {
      assertThat(scrape.value("process_open_fds"))
          .isCloseTo((double) descriptors.count(), Offset.offset(20.0));
    }
    double resident =
        Files.readAllLines(process.resolve("status")).stream()
            .filter(line -> line.startsWith("VmRSS:"))
            .mapToDouble(line -> 1024 * Double.parseDouble(line.replaceAll("\\D", "")))
            .sum();
    assertThat(scrape.value("process_resident_memory_bytes")).isBetween(resident / 2, resident * 2);
    assertThat(scrape.series().keySet())
        .anyMatch(name -> name.startsWith("pontoon_build_info{") && name.contains("version="));
  }

  @Test
  void whatTheStartRepairedIsSeen(HostNetwork host) throws Exception {
    try (Docker docker = new Docker(host, "--metrics-addr", ADDRESS)) {
      assertThat(Scrape.of(host, ADDRESS).value("pontoon_start_repairs")).isZero();
      docker.daemon().process().destroyForcibly().waitFor();
      host.exec("ip", "link", "delete", "pontoon0").orFail();

      docker.startAgain();

      assertThat(Scrape.of(host, ADDRESS).value("pontoon_start_repairs")).isEqualTo(1);
      String repair = "put back link pontoon0 of network bridge";
      assertThat(docker.out("info", "-f", "{{json .}}")).doesNotContain(repair); // not Docker's
      String info =
          host.exec(
                  "env",
                  "DOCKER_HOST=" + docker.daemon().address(),
                  ProjectFiles.root().resolve("bin/pontoon").toString(),
                  "info")
              .orFail();
      assertThat(info).contains("Health:", "Unfinished Changes: 0", repair);
      assertThat(docker.daemon().log()).contains("repair: " + repair);
    }
  }

  /** Nothing else is served there. */
  private static void otherPaths(Docker docker) {
    String status = "curl -sS -o /dev/null -w %{http_code} ";
    for (String path : List.of("/", "/containers/json", "/metrics/x", "/info")) {
      String url = "http://" + ADDRESS + path;
      assertThat(docker.shell(status + url).orFail()).as(url).isEqualTo("404");
    }
    assertThat(docker.shell(status + "-X POST http://" + ADDRESS + "/metrics").orFail())
        .isEqualTo("405");
  }

  @Test
  void nothingIsServedWithoutBeingAskedFor(HostNetwork host) {
    try (Docker docker = new Docker(host)) {
      assertThat(docker.shell("ss -Hltn '! sport = :0'").orFail().lines())
          .as("the relay listens, and nothing else")
          .hasSize(1);
    }
  }

  @Test
  void anAddressInUseIsRefused(HostNetwork host) throws IOException {
    try (ServerSocket taken = host.call(() -> new ServerSocket(9323))) {
      Path directory = host.directory();
      Output refused =
          host.exec(
              ProjectFiles.root().resolve("bin/pontoon").toString(),
              "daemon",
              "--metrics-addr=" + ADDRESS,
              "--host=unix://" + directory.resolve("s"),
              "--data-root=" + directory.resolve("d"),
              "--exec-root=" + directory.resolve("r"),
              "--pidfile=" + directory.resolve("p"));
      assertThat(taken.isBound()).isTrue();
      assertThat(refused)
          .isEqualTo(
              new Output(
                  1,
                  "",
                  "pontoon daemon: cannot serve metrics on 127.0.0.1:9323: Address already in use\n"));
      assertThat(host.exec("ip", "-o", "link").orFail().lines()).hasSize(1);
    }
  }

  /** docs/metrics.md lists each one, with its labels. */
  private static void page(HostNetwork host) throws IOException {
    Scrape scrape = Scrape.of(host, ADDRESS);
    Map<String, String> actual = new TreeMap<>();
    scrape.families().forEach((name, type) -> actual.put(name, type + " " + scrape.labels(name)));
    Map<String, String> written =
        Files.readAllLines(ProjectFiles.root().resolve("docs/metrics.md")).stream()
            .map(Scrape::row)
            .filter(Matcher::matches)
            .collect(
                Collectors.toMap(
                    row -> row.group(1),
                    row -> row.group(2) + " " + names(row.group(3)),
                    (a, b) -> a + b,
                    TreeMap::new));
    assertThat(written).isEqualTo(actual);
  }

  private static Set<String> names(String cell) {
    return Arrays.stream(cell.split("[`,\\s]+", -1))
        .filter(word -> !word.isEmpty())
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
