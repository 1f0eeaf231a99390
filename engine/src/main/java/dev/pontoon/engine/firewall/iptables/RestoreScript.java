package dev.pontoon.engine.firewall.iptables;

import java.util.List;

/** Edits in the words of iptables-restore: each table is changed wholly or not at all. */
final class RestoreScript {
  private RestoreScript() {}

  /** The script's text; empty where there is nothing to do. */
  static String of(List<Edit> edits) {
    StringBuilder text = new StringBuilder();
    for (Table table : Table.values()) {
      List<Edit> ours = edits.stream().filter(edit -> edit.table() == table).toList();
      if (!ours.isEmpty()) {
        text.append('*').append(table).append('\n');
        ours.forEach(edit -> text.append(edit.line()).append('\n'));
        text.append("COMMIT\n");
      }
    }
    return text.toString();
  }

  /** The same as commands, one an edit. */
  static List<String> commands(Family family, List<Edit> edits) {
    return edits.stream()
        .map(edit -> "%s -w -t %s %s".formatted(family.program(), edit.table(), command(edit)))
        .toList();
  }

  private static String command(Edit edit) {
    return edit instanceof Edit.Declare(Table _, String chain) ? "-N " + chain : edit.line();
  }
}
