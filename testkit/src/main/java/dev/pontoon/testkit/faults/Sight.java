package dev.pontoon.testkit.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A look from outside at all that a daemon makes, object by object, with the system's own tools:
 * ip, nft, iptables-save, conntrack, /proc, the files. Besides it, what the API says.
 */
final class Sight {
  private static final Set<String> OF_A_RUN =
      Set.of("hosts", "hostname", "resolv.conf", "upper", "work");
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final Pattern ID = Pattern.compile("\\p{XDigit}{64}");
  private static final Pattern REPLY = Pattern.compile("src=(\\S+) dst=\\S+ .*?src=(\\S+) ");
  private static final Set<String> TIMES =
      Set.of("Created", "CreatedAt", "StartedAt", "FinishedAt", "Pid", "Status", "ExecIDs", "Id");
  private static final Path CGROUPS = Path.of("/sys/fs/cgroup");

  private final Site site;
  private final Names names = new Names();
  private final Set<String> lines = new TreeSet<>();
  private final Set<String> containers = new TreeSet<>();
  private final Set<String> addresses = new TreeSet<>();

  Sight(Site site) {
    this.site = site;
  }

  /** What there is now; without the API where no daemon runs. */
  Set<String> look() throws IOException {
    List<JsonNode> shown = site.victim().alive() ? api() : List.of();
    Map<String, String> host = inspect(site.host().path());
    names.links(json(host.get("link")));
    relay(host.getOrDefault("sockets", ""));
    shown.forEach(document -> lines.add("api " + withoutTimes(document)));
    namespace("host", host);
    rules(host);
    flows(host.getOrDefault("flows", ""));
    ports(host.getOrDefault("sockets", ""));
    for (Path file : list(site.directory().resolve("run/netns"))) {
      sandbox(file);
    }
    mounts();
    processes();
    cgroups();
    files();
    Set<String> named = new TreeSet<>();
    lines.forEach(line -> named.add(names.replace(line)));
    return named;
  }

  /** The host's links, as ip(8) has them. */
  JsonNode hostLinks() {
    return json(inspect(site.host().path()).get("link"));
  }

  private List<JsonNode> api() throws IOException {
    List<JsonNode> shown = new ArrayList<>();
    for (JsonNode network : site.api().get("/networks")) {
      names.id(network.get("Id").asString(), "network " + network.get("Name").asString());
      shown.add(network);
    }
    for (JsonNode row : site.api().get("/containers/json?all=1")) {
      String id = row.get("Id").asString();
      JsonNode container = site.api().get("/containers/" + id + "/json");
      String name = container.get("Name").asString().substring(1);
      JsonNode networks = container.path("NetworkSettings").path("Networks");
      names.id(id, "container " + name);
      names.endpoints(name, networks);
      networks.forEach(n -> {
        addresses.add(n.path("IPAddress").asString(""));
        addresses.add(n.path("GlobalIPv6Address").asString(""));
      });
      containers.add(id);
      ((ObjectNode) container).put("List.Status", row.path("State").asString(""));
      shown.add(container);
    }
    site.api().get("/images/json").forEach(shown::add);
    return shown;
  }

  /** Without what differs each time, the state of a container excepted. */
  private static JsonNode withoutTimes(JsonNode document) {
    if (document instanceof ObjectNode object) {
      object.remove(TIMES);
    }
    document.forEach(Sight::withoutTimes);
    return document;
  }

  private Map<String, String> inspect(Path namespace) {
    String script =
        """
        echo @link; ip -j -d link show
        echo @addr; ip -j addr show
        echo @route4; ip -j -4 route show table all
        echo @route6; ip -j -6 route show table all
        echo @neigh; ip -j neigh show nud permanent
        [ -n "$1" ] || exit 0
        echo @sockets; ss -Htuln
        echo @flows; conntrack -L 2>/dev/null; conntrack -L -f ipv6 2>/dev/null
        if [ "$1" = iptables ]; then
          echo @iptables; iptables-save; ip6tables-save
          echo @tables; nft list tables
        else
          echo @nft; nft -j list ruleset
        fi
        """;
    String kind = namespace.equals(site.host().path()) ? site.firewall() : "";
    String text =
        site.host().exec("nsenter", "--net=" + namespace, "sh", "-c", script, "sh", kind).out();
    Map<String, String> parts = new HashMap<>();
    for (String part : text.split("(?m)^@", -1)) {
      int end = part.indexOf('\n');
      if (end > 0) {
        parts.put(part.substring(0, end), part.substring(end + 1).strip());
      }
    }
    return parts;
  }

  private static JsonNode json(@Nullable String text) {
    return MAPPER.readTree(text == null || text.isBlank() ? "[]" : text);
  }

  private void namespace(String where, Map<String, String> parts) {
    for (JsonNode link : json(parts.get("link"))) {
      JsonNode info = link.path("linkinfo");
      JsonNode port = info.path("info_slave_data");
      boolean up = link.path("flags").toString().contains("\"UP\"");
      lines.add(
          "link in %s: %s %s %s master %s mtu %s %s alias %s generates %s hairpin %s isolated %s"
              .formatted(
                  where,
                  link.path("ifname").asString(""),
                  info.path("info_kind").asString("-"),
                  link.path("address").asString("-"),
                  link.path("master").asString("-"),
                  link.path("mtu"),
                  up ? "up" : "down",
                  link.path("ifalias").asString("-"),
                  link.path("inet6_addr_gen_mode").asString("-"),
                  port.path("hairpin"),
                  port.path("isolated")));
    }
    for (JsonNode link : json(parts.get("addr"))) {
      for (JsonNode address : link.path("addr_info")) {
        lines.add(
            "address in %s: %s/%s dev %s scope %s"
                .formatted(
                    where,
                    address.path("local").asString(""),
                    address.path("prefixlen"),
                    link.path("ifname").asString(""),
                    address.path("scope").asString("")));
      }
    }
    for (String family : List.of("route4", "route6")) {
      for (JsonNode route : json(parts.get(family))) {
        lines.add("route in " + where + ": " + route(route));
      }
    }
    neighbours(where, parts);
  }

  /** Those that were told of; what the kernel found out itself comes and goes. */
  private void neighbours(String where, Map<String, String> parts) {
    json(parts.get("neigh"))
        .forEach(neighbour -> lines.add("neighbour in " + where + ": " + neighbour));
  }

  /** The flag of a route whose link has no carrier comes and goes with the bridge's ports. */
  private static String route(JsonNode route) {
    if (route instanceof ObjectNode object) {
      object.remove(List.of("flags", "metrics", "pref"));
    }
    return route.toString();
  }

  private void rules(Map<String, String> parts) {
    for (JsonNode object : json(parts.get("nft")).path("nftables")) {
      object
          .properties()
          .forEach(entry -> {
            if (!entry.getKey().equals("metainfo")) {
              rule(entry.getKey(), (ObjectNode) entry.getValue());
            }
          });
    }
    String table = "";
    for (String line : parts.getOrDefault("iptables", "").lines().toList()) {
      if (line.startsWith("*") || line.contains("iptables-save v")) {
        table = line.replaceAll("#.*by (\\S+) .*", "$1");
      }
      if (line.startsWith(":") || line.startsWith("-")) {
        lines.add("rule " + table + " " + line.replaceAll("\\[\\d+:\\d+\\]", ""));
      }
    }
    parts.getOrDefault("tables", "").lines().forEach(line -> lines.add("nft " + line));
  }

  private void rule(String kind, ObjectNode object) {
    object.remove("handle");
    JsonNode elements = object.path("elem");
    String owner = object.path("table").asString("") + " " + object.path("name").asString("");
    object.remove("elem");
    object.remove("size");
    lines.add("nft " + kind + " " + object.toString().replaceAll("\"(packets|bytes)\":\\d+", "#"));
    for (JsonNode element : elements) {
      lines.add(
          "nft element of "
              + owner
              + ": "
              + element.toString().replaceAll("\"(packets|bytes)\":\\d+", "#"));
    }
  }

  /** The relay takes any port: the highest that listens is it. */
  private void relay(String sockets) {
    sockets
        .lines()
        .filter(line -> line.startsWith("tcp"))
        .map(line -> line.split("\\s+", -1)[4].replaceAll(".*:", ""))
        .filter(port -> Integer.parseInt(port) >= 32_768)
        .forEach(port -> names.word(port, "relay"));
  }

  private void ports(String sockets) {
    for (String line : sockets.lines().toList()) {
      String[] words = line.split("\\s+", -1);
      lines.add("socket " + words[0] + " " + words[1] + " " + words[4]);
    }
    for (boolean tcp : new boolean[] {true, false}) {
      int port = tcp ? Site.TCP_PORT : Site.UDP_PORT;
      if (!site.host().call(() -> Probe.isFree(tcp, port))) {
        lines.add("port " + port + (tcp ? "/tcp" : "/udp") + " is held");
      }
    }
  }

  /** A tracked connection to an address of ours at which nobody is. */
  private void flows(String text) {
    for (String line : text.lines().toList()) {
      Matcher flow = REPLY.matcher(line);
      if (flow.find()
          && flow.group(2).matches("172\\.(1[6-9]|2[0-9]|3[01])\\..*|192\\.168\\..*|fd.*")
          && !addresses.contains(flow.group(2))
          && !flow.group(2).endsWith(".1")) {
        lines.add("leak: flow to nobody " + flow.group(2));
      }
    }
  }

  private void sandbox(Path file) {
    String name = String.valueOf(file.getFileName());
    if (Probe.isMounted(file)) {
      namespace("sandbox " + name, inspect(file));
    } else {
      lines.add("leak: no namespace at " + name);
    }
  }

  private void mounts() throws IOException {
    try (Stream<String> all = Files.lines(Path.of("/proc/self/mountinfo"))) {
      all.filter(line -> line.contains(site.directory().toString()))
          .map(line -> line.split(" ", -1))
          .forEach(words -> lines.add("mount " + words[4]));
    }
  }

  private void processes() {
    Map<String, Integer> found = new LinkedHashMap<>();
    for (Probe.Running process : Probe.processes(site.directory())) {
      found.merge("process " + process.describe(), 1, Integer::sum);
    }
    found.forEach((process, count) -> lines.add(process + " x " + count));
  }

  /** Of the containers there are, and of those that there ever were. */
  private void cgroups() throws IOException {
    Set<String> ids = new TreeSet<>(containers);
    ids.addAll(site.everSeen());
    for (Path hierarchy : list(CGROUPS)) {
      for (String id : ids) {
        if (Files.isDirectory(hierarchy.resolve("pontoon").resolve(id))) {
          lines.add("cgroup " + hierarchy.getFileName() + "/" + id);
        }
      }
    }
    site.everSeen().addAll(containers);
  }

  private void files() throws IOException {
    Path top = site.directory();
    if (!Files.exists(top)) {
      return;
    }
    Files.walkFileTree(
        top,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes a) {
            String name = String.valueOf(directory.getFileName());
            if (OF_A_RUN.contains(name) && isOfStopped(top, directory)) {
              return FileVisitResult.SKIP_SUBTREE;
            }
            lines.add("directory " + top.relativize(directory));
            boolean contents =
                Set.of("rootfs", "upper", "work", "scratch").contains(name)
                    || directory.startsWith(top.resolve("data/layers/sha256"))
                    || top.resolve("data/layers").equals(directory.getParent())
                    || top.resolve("data/network").equals(directory);
            return contents ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes a) {
            String name = String.valueOf(file.getFileName());
            if (OF_A_RUN.contains(name) && isOfStopped(top, file)) {
              return FileVisitResult.CONTINUE;
            }
            if (name.equals("hosts")) {
              lines.add("file " + top.relativize(file) + " " + contents(file));
            } else if (!name.endsWith("log") && !name.equals("index.json")) { // empty or not there
              lines.add("file " + top.relativize(file));
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) {
            return FileVisitResult.CONTINUE; // it went while we looked
          }
        });
  }

  /** What a container keeps of its last start is taken up, or written anew, by the next one. */
  private static boolean isOfStopped(Path top, Path entry) {
    Path inside = top.relativize(entry);
    return inside.startsWith("data/containers")
        && inside.getNameCount() == 4
        && !Files.exists(top.resolve("run/containers").resolve(inside.getName(2)));
  }

  private static String contents(Path file) {
    try {
      return Files.readString(file).replace("\n", "; ");
    } catch (NoSuchFileException e) {
      return "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> list(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.sorted().toList();
    }
  }

  /** The ids in a text. */
  static Set<String> ids(String text) {
    Set<String> ids = new TreeSet<>();
    Matcher matcher = ID.matcher(text);
    while (matcher.find()) {
      ids.add(matcher.group());
    }
    return ids;
  }
}
