package dev.pontoon.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A Markdown page whose {@code console} blocks are commands with their output, and which holds
 * directives for what the reader need not see: {@code <!-- run: command -->}, {@code <!-- daemon:
 * flags -->}, and {@code <!-- lan: -->} for a host with a LAN.
 */
record ConsoleDocument(List<Part> parts) {
  private static final Pattern DIRECTIVE = Pattern.compile("<!-- (run|daemon|lan): .* -->");
  private static final String FENCE = "```";
  private static final String OPENING = FENCE + "console";
  private static final String PROMPT = "$ ";

  /** A part of a page, in its order. */
  sealed interface Part {}

  /** A line that is copied. */
  record Line(String text) implements Part {}

  /** A directive: {@code run}, {@code daemon} or {@code lan}. */
  record Directive(String verb, String argument, String source) implements Part {}

  /** A block of commands with what each printed. */
  record Block(List<Step> steps) implements Part {}

  /** A command and its output. */
  record Step(String command, List<String> output) {}

  static ConsoleDocument parse(List<String> lines) {
    List<Part> parts = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.equals(OPENING)) {
        int end = i + 1 + lines.subList(i + 1, lines.size()).indexOf(FENCE);
        parts.add(block(lines.subList(i + 1, end)));
        i = end;
      } else if (DIRECTIVE.matcher(line).matches()) {
        parts.add(directive(line));
      } else {
        parts.add(new Line(line));
      }
    }
    return new ConsoleDocument(List.copyOf(parts));
  }

  private static Block block(List<String> lines) {
    List<Step> steps = new ArrayList<>();
    for (String line : lines) {
      if (line.startsWith(PROMPT)) {
        steps.add(new Step(line.substring(PROMPT.length()), new ArrayList<>()));
      } else {
        steps.getLast().output().add(line);
      }
    }
    return new Block(steps);
  }

  private static Directive directive(String line) {
    int colon = line.indexOf(": ");
    String verb = line.substring("<!-- ".length(), colon);
    return new Directive(verb, line.substring(colon + 2, line.length() - " -->".length()), line);
  }

  /** The page as text. */
  String render() {
    StringBuilder text = new StringBuilder();
    for (Part part : parts) {
      switch (part) {
        case Line(String line) -> text.append(line).append('\n');
        case Directive directive -> text.append(directive.source()).append('\n');
        case Block(List<Step> steps) -> {
          text.append(OPENING).append('\n');
          for (Step step : steps) {
            text.append(PROMPT).append(step.command()).append('\n');
            step.output().forEach(line -> text.append(line).append('\n'));
          }
          text.append(FENCE).append('\n');
        }
      }
    }
    return text.toString();
  }
}
