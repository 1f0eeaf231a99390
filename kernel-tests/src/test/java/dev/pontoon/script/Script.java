package dev.pontoon.script;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A file of command lines; its form is told in {@code docker-script/README.md}. */
record Script(String name, List<Step> steps) {
  private static final String COMMANDS = "$+%";
  private static final Pattern ONLY =
      Pattern.compile("(pontoon|dockerd)?(?: ?(since|before) ([0-9]+))?([$+%!?<> ].*)");

  Script {
    steps = List.copyOf(steps);
  }

  /**
   * Reads a file.
   *
   * @param server whose lines are meant: lines of the other one are left out
   * @param release of the client, likewise
   */
  static Script parse(String name, String text, String server, int release) {
    List<Step> steps = new ArrayList<>();
    Optional<Block> block = Optional.empty();
    int number = 0;
    for (String raw : text.split("\n", -1)) {
      number++;
      if (raw.isBlank() || raw.startsWith("#")) {
        continue;
      }
      Matcher only = ONLY.matcher(raw);
      if (!only.matches()) {
        throw new IllegalArgumentException(name + ":" + number + ": not understood: " + raw);
      }
      boolean meant = meant(only, server, release);
      String line = only.group(4);
      char kind = line.charAt(0);
      if (COMMANDS.indexOf(kind) >= 0) {
        block.flatMap(Block::step).ifPresent(steps::add);
        block = Optional.of(new Block(number, kind, line.substring(2), meant));
      } else if (meant) {
        int at = number;
        block
            .orElseThrow(() -> new IllegalArgumentException(name + ":" + at + ": no command yet"))
            .add(kind, line, name + ":" + number);
      }
    }
    block.flatMap(Block::step).ifPresent(steps::add);
    return new Script(name, steps);
  }

  private static boolean meant(Matcher only, String server, int release) {
    boolean here = only.group(1) == null || only.group(1).equals(server);
    return here
        && (only.group(2) == null
            || only.group(2).equals("since") == release >= Integer.parseInt(only.group(3)));
  }

  /** A command and the lines below it. */
  private static final class Block {
    private final int line;
    private final char kind;
    private final String command;
    private final boolean meant;
    private final List<String> out = new ArrayList<>();
    private final List<String> err = new ArrayList<>();
    private final List<Step.Key> keys = new ArrayList<>();
    private int exitCode;

    Block(int line, char kind, String command, boolean meant) {
      this.line = line;
      this.kind = kind;
      this.command = command;
      this.meant = meant;
    }

    void add(char what, String text, String place) {
      String rest = text.substring(Math.min(2, text.length()));
      switch (what) {
        case ' ' -> out.add(rest);
        case '!' -> err.add(rest);
        case '?' -> exitCode = Integer.parseInt(rest.strip());
        case '>' -> keys.add(new Step.Key(true, control(rest)));
        case '<' -> keys.add(new Step.Key(false, rest));
        default -> throw new IllegalArgumentException(place + ": not understood: " + text);
      }
    }

    /** {@code ^P} stands for the control character. */
    private static String control(String text) {
      StringBuilder typed = new StringBuilder();
      for (int i = 0; i < text.length(); i++) {
        boolean caret = text.charAt(i) == '^' && i + 1 < text.length();
        typed.append(caret ? (char) (text.charAt(++i) & 0x1f) : text.charAt(i));
      }
      return typed.toString();
    }

    Optional<Step> step() {
      Step.Kind how =
          switch (kind) {
            case '+' -> Step.Kind.UNTIL;
            case '%' -> Step.Kind.TERMINAL;
            default -> Step.Kind.ONCE;
          };
      return meant
          ? Optional.of(new Step(line, how, command, exitCode, out, err, keys))
          : Optional.empty();
    }
  }
}
