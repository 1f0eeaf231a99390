package dev.pontoon.security;

import dev.pontoon.testkit.ProjectFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The table in docs/security.md: attacks by row, daemons by column. */
final class SecurityPage {
  static final int PONTOON = 2;
  private static final Path PAGE = ProjectFiles.root().resolve("docs/security.md");
  private static final String BEGIN = "<!-- attacks -->";
  private static final String END = "<!-- end of attacks -->";

  private SecurityPage() {}

  /** What a column says of each attack. */
  static Map<String, String> column(int number) throws IOException {
    List<String> lines = Files.readAllLines(PAGE);
    Map<String, String> column = new LinkedHashMap<>();
    lines.subList(lines.indexOf(BEGIN) + 1, lines.indexOf(END)).stream()
        .skip(2) // head and rule
        .map(line -> line.split(" *\\| *", -1))
        .forEach(cells -> column.put(cells[1], cells[number]));
    return column;
  }

  /** Writes the table anew. */
  static void write(Map<String, String> pontoon, Map<String, String> dockerd) throws IOException {
    List<String> lines = new ArrayList<>(Files.readAllLines(PAGE));
    List<String> table = lines.subList(lines.indexOf(BEGIN) + 1, lines.indexOf(END));
    table.clear();
    table.add("| attack | Pontoon | dockerd |");
    table.add("|---|---|---|");
    pontoon.forEach(
        (what, result) -> table.add("| %s | %s | %s |".formatted(what, result, dockerd.get(what))));
    Files.write(PAGE, lines);
  }
}
