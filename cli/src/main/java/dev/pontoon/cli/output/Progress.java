package dev.pontoon.cli.output;

import dev.pontoon.cli.json.Json;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The daemon's progress messages: a line an id, rewritten in place on a terminal; otherwise each
 * new status once.
 */
public final class Progress {
  private static final int BAR = 50;

  private final PrintStream out;
  private final boolean terminal;
  private final Map<String, Integer> lines = new LinkedHashMap<>();
  private final Map<String, String> said = new LinkedHashMap<>();

  public Progress(PrintStream out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  /** Shows one message. */
  public void show(Json message) {
    String id = message.get("id").text();
    String stream = message.get("stream").text();
    if (!stream.isEmpty()) {
      out.print(stream);
    } else if (terminal && (!id.isEmpty() || !message.get("progressDetail").fields().isEmpty())) {
      inPlace(id, text(message));
    } else if (message.get("progressDetail", "current").isNull() || terminal) {
      once(id, text(message));
    }
    out.flush();
  }

  private void once(String id, String text) {
    if (id.isEmpty() || !text.equals(said.put(id, text))) {
      out.print(text + "\n");
    }
    if (id.isEmpty()) {
      lines.replaceAll((line, above) -> above + 1);
    }
  }

  /** Up to the line of this id, rewrite it, and down again; a new id begins a new line. */
  private void inPlace(String id, String text) {
    if (!lines.containsKey(id)) {
      lines.replaceAll((line, above) -> above + 1);
      lines.put(id, 1);
      out.print(text + "\n");
      return;
    }
    int up = lines.getOrDefault(id, 1);
    out.print("\u001b[" + up + "A\r\u001b[2K" + text + "\r\u001b[" + up + "B");
  }

  private static String text(Json message) {
    String id = message.get("id").text();
    String bar =
        bar(
            message.get("progressDetail").get("current").number(),
            message.get("progressDetail").get("total").number());
    return (id.isEmpty() ? "" : id + ": ")
        + message.get("status").text()
        + (bar.isEmpty() ? "" : " " + bar);
  }

  static String bar(long current, long total) {
    if (current <= 0) {
      return "";
    }
    if (total <= 0) {
      return Units.size(current, 4);
    }
    int filled = (int) Math.min(BAR, current * BAR / total);
    String bar = "=".repeat(filled) + (filled < BAR ? ">" + " ".repeat(BAR - filled - 1) : "");
    return String.format(
        "[%s]  %s/%s",
        filled == BAR ? bar.substring(1) + ">" : bar,
        Units.size(Math.min(current, total), 4),
        Units.size(total, 4));
  }
}
