package dev.pontoon.cli.verb;

import dev.pontoon.cli.client.Target;
import dev.pontoon.cli.json.Json;
import dev.pontoon.cli.output.Listing;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code pontoon guard}: what containers sent with addresses not their own, and was dropped. */
final class Guard {
  private static final List<String> COLUMNS =
      List.of("Container", "Network", "Interface", "Guard", "MacAddress", "Packets", "Bytes");
  private static final List<String> ADDRESSES = List.of("IPAddress", "GlobalIPv6Address");

  private Guard() {}

  static Verb verb() {
    Syntax syntax =
        new Syntax().text("--format", "string", "Format output: 'json' or a Go template");
    return new Verb(
        "guard",
        "",
        "List what was dropped of each container's frames, since they bore addresses not its own",
        syntax,
        Guard::run);
  }

  private static int run(Session session, Arguments a) throws IOException {
    List<Map<String, String>> rows = new ArrayList<>();
    session.client().get(Target.of("pontoon", "guard")).items().forEach(e -> rows.add(row(e)));
    session.print(
        new Listing(heads(), COLUMNS).print(a.has("--format") ? a.text("--format") : "", rows));
    return 0;
  }

  private static Map<String, String> row(Json entry) {
    Map<String, String> row = new LinkedHashMap<>();
    COLUMNS.forEach(column -> row.put(column, entry.get(column).text()));
    ADDRESSES.forEach(column -> row.put(column, entry.get(column).text()));
    return row;
  }

  private static Map<String, String> heads() {
    return Listing.row(
        "Container",
        "CONTAINER",
        "Network",
        "NETWORK",
        "Interface",
        "INTERFACE",
        "Guard",
        "GUARD",
        "MacAddress",
        "MAC ADDRESS",
        "Packets",
        "DROPPED",
        "Bytes",
        "BYTES");
  }
}
