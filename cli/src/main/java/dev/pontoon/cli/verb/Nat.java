package dev.pontoon.cli.verb;

import dev.pontoon.cli.client.Target;
import dev.pontoon.cli.json.Json;
import dev.pontoon.cli.output.Listing;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code pontoon nat}: what is translated now, laid out as {@code iptables -t nat -L -n -v} does.
 */
final class Nat {
  private static final List<String> COLUMNS =
      List.of("Packets", "Bytes", "Target", "Proto", "Source", "Destination", "Detail");

  private Nat() {}

  static Verb verb() {
    Syntax syntax =
        new Syntax().text("--format", "string", "Format output: 'json' or a Go template");
    return new Verb(
        "nat",
        "",
        "List what is translated now, whatever the firewall backend, with packet counters",
        syntax,
        Nat::run);
  }

  private static int run(Session session, Arguments a) throws IOException {
    List<Map<String, String>> rows = new ArrayList<>();
    session.client().get(Target.of("pontoon", "nat")).items().forEach(row -> rows.add(row(row)));
    session.print(
        a.has("--format")
            ? new Listing(heads(), COLUMNS).print(a.text("--format"), rows)
            : chains(rows));
    return 0;
  }

  private static Map<String, String> row(Json rule) {
    Map<String, String> row = new LinkedHashMap<>();
    row.put("Chain", rule.get("Chain").text());
    COLUMNS.forEach(column -> row.put(column, rule.get(column).text()));
    return row;
  }

  private static Map<String, String> heads() {
    return Listing.row(
        "Chain",
        "chain",
        "Packets",
        "pkts",
        "Bytes",
        "bytes",
        "Target",
        "target",
        "Proto",
        "prot",
        "Source",
        "source",
        "Destination",
        "destination",
        "Detail",
        "");
  }

  /**
   * A block a chain, in the order in which the daemon names them; numbers to the right, words to
   * the left.
   */
  static String chains(List<Map<String, String>> rows) {
    Map<String, List<Map<String, String>>> chains = new LinkedHashMap<>();
    rows.forEach(row ->
        chains.computeIfAbsent(row.getOrDefault("Chain", ""), c -> new ArrayList<>()).add(row));
    Map<String, Integer> widths = new LinkedHashMap<>();
    for (String column : COLUMNS) {
      int width = heads().getOrDefault(column, "").length();
      widths.put(
          column,
          rows.stream()
              .mapToInt(r -> r.getOrDefault(column, "").length())
              .reduce(width, Math::max));
    }
    List<String> blocks = new ArrayList<>();
    chains.forEach((chain, rules) -> {
      StringBuilder block = new StringBuilder("Chain " + chain + "\n" + line(heads(), widths));
      rules.forEach(rule -> block.append(line(rule, widths)));
      blocks.add(block.toString());
    });
    return String.join("\n", blocks);
  }

  private static String line(Map<String, String> row, Map<String, Integer> widths) {
    StringBuilder line = new StringBuilder();
    widths.forEach((column, width) -> {
      String cell = row.getOrDefault(column, "");
      String blanks = " ".repeat(width - cell.length());
      boolean number = column.equals("Packets") || column.equals("Bytes");
      line.append(number ? blanks + cell : cell + blanks).append("  ");
    });
    return line.toString().stripTrailing() + "\n";
  }
}
