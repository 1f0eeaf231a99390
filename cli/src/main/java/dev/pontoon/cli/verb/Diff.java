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
 * {@code pontoon diff}: what in the kernel is not as it was made; of a container, which of its
 * files are not as in its image.
 */
final class Diff {
  private static final List<String> COLUMNS =
      List.of("Kind", "Object", "Owner", "Expected", "Found");
  private static final int DIFFERENT = 1; // as diff(1)

  private Diff() {}

  static Verb verb() {
    Syntax syntax =
        new Syntax()
            .operands(0, 1)
            .text("--format", "string", "Format output: 'json' or a Go template");
    return new Verb(
        "diff",
        "[CONTAINER]",
        "List what in the kernel is not as it was made; exits with 1 if there is something. Of a"
            + " container, list its changed files",
        syntax,
        Diff::run);
  }

  private static int run(Session session, Arguments a) throws IOException {
    if (!a.operands().isEmpty()) {
      return Containers.changes(session, a.operand(0));
    }
    List<Map<String, String>> rows = new ArrayList<>();
    session.client().get(Target.of("pontoon", "diff")).items().forEach(row -> rows.add(row(row)));
    String format = a.has("--format") ? a.text("--format") : "";
    session.print(new Listing(heads(), COLUMNS).print(format, rows));
    return rows.isEmpty() ? 0 : DIFFERENT;
  }

  private static Map<String, String> row(Json difference) {
    Map<String, String> row = new LinkedHashMap<>();
    COLUMNS.forEach(column -> row.put(column, difference.get(column).text()));
    return row;
  }

  private static Map<String, String> heads() {
    return Listing.row(
        "Kind",
        "KIND",
        "Object",
        "OBJECT",
        "Owner",
        "OWNER",
        "Expected",
        "EXPECTED",
        "Found",
        "FOUND");
  }
}
