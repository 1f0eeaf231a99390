package dev.pontoon.engine;

import dev.pontoon.engine.model.Sandbox;
import dev.pontoon.testkit.HostNetwork;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** All that a host and its sandboxes have, as the usual tools print it, without what is counted. */
final class Whole {

  private Whole() {}

  static List<String> of(HostNetwork host, Engine engine) {
    List<String> all = new ArrayList<>();
    print(all, host, "", "ip -o addr");
    print(all, host, "", "ip -o -d link");
    print(all, host, "", "ip route");
    print(all, host, "", "ip -6 route");
    print(all, host, "", "sysctl net.ipv4.ip_forward net.ipv6.conf.all.forwarding");
    printRules(all, host);
    for (Sandbox sandbox : engine.sandboxes()) {
      String inside = "nsenter --net=" + sandbox.namespace() + " ";
      print(all, host, inside, "ip -o addr");
      print(all, host, inside, "ip route");
      print(all, host, inside, "ip -6 route");
    }
    return all;
  }

  private static void print(List<String> all, HostNetwork host, String prefix, String command) {
    host.exec((prefix + command).split(" "))
        .orFail()
        .lines()
        .filter(line -> !line.contains("fe80:")) // the kernel's own
        .map(Whole::stable)
        .sorted()
        .forEach(line -> all.add(prefix + command + ": " + line));
  }

  /** Without numbers that a link gets anew each time it is made. */
  private static String stable(String line) {
    return line.replaceAll("^\\d+: ", "")
        .replaceAll("@if\\d+", "@")
        .replaceAll("(link-netnsid|bridge_id|designated_\\w+|root_\\w+|port_\\w+) \\S+", "")
        .replaceAll("\\w+_timer +\\S+", "")
        .replaceAll("state \\w+", "")
        .replaceAll("link/ether \\S+", "")
        .replaceAll("valid_lft \\S+|preferred_lft \\S+", "")
        .replaceAll("NO-CARRIER,|,LOWER_UP|tentative|linkdown", "")
        .replaceAll("(fdb_n_learned|tso_max_size) \\S+", "") // as its ports have it
        .replaceAll(" +", " ")
        .strip();
  }

  /** What one has and the other has not. */
  static List<String> changes(List<String> before, List<String> after) {
    List<String> gone = new ArrayList<>(before);
    after.forEach(gone::remove);
    List<String> come = new ArrayList<>(after);
    before.forEach(come::remove);
    return Stream.concat(gone.stream().map(l -> "- " + l), come.stream().map(l -> "+ " + l))
        .toList();
  }

  /** Without some tables. */
  static List<String> withoutTables(List<String> lines, String name) {
    return lines.stream().filter(line -> !line.startsWith("nft table inet " + name)).toList();
  }

  /** Each line after its table and chain or set, so that only that has an order. */
  private static void printRules(List<String> all, HostNetwork host) {
    String table = "";
    String block = "";
    for (String line : host.exec("nft", "-s", "list", "ruleset").orFail().lines().toList()) {
      if (line.startsWith("table ")) {
        table = line;
        block = "";
      } else if (line.startsWith("\t") && !line.startsWith("\t\t")) {
        block = line.strip();
      } else if (!line.isBlank()) {
        String bare = line.replaceAll("elements = \\{|,$|}$", "").strip();
        all.add("nft " + table + " " + block + " " + bare);
      }
    }
  }
}
