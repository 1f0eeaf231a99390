package dev.pontoon.runtime.image;

import java.util.ArrayList;
import java.util.List;

/**
 * The words of a Dockerfile's line: quotes hold blanks together, a backslash takes what follows.
 */
final class Words {
  private final List<String> words = new ArrayList<>();
  private final StringBuilder word = new StringBuilder();
  private boolean begun;
  private char quote;

  private Words() {}

  static List<String> of(String line) {
    Words words = new Words();
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '\\' && words.quote != '\'' && i + 1 < line.length()) {
        i++;
        words.add(line.charAt(i));
      } else {
        words.accept(c);
      }
    }
    words.end();
    return List.copyOf(words.words);
  }

  private void accept(char c) {
    if (quote != 0) {
      if (c == quote) {
        quote = 0;
      } else {
        add(c);
      }
    } else if (c == '"' || c == '\'') {
      quote = c;
      begun = true;
    } else if (Character.isWhitespace(c)) {
      end();
    } else {
      add(c);
    }
  }

  private void add(char c) {
    word.append(c);
    begun = true;
  }

  private void end() {
    if (begun) {
      words.add(word.toString());
      word.setLength(0);
      begun = false;
    }
  }
}
