package dev.pontoon.runtime.usage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The small files of cgroups; one that a kernel does not have counts nothing. */
final class Counters {
  private Counters() {}

  static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      return List.of(); // another kernel, or a controller that is not there
    }
  }

  /** A file of one number; {@code max} and nothing are 0. */
  static long number(Path file) {
    List<String> lines = lines(file);
    return lines.isEmpty() ? 0 : parse(lines.getFirst().strip());
  }

  /** A file of numbers in one line. */
  static List<Long> numbers(Path file) {
    List<Long> numbers = new ArrayList<>();
    for (String line : lines(file)) {
      for (String word : line.strip().split("\\s+", -1)) {
        numbers.add(parse(word));
      }
    }
    return numbers;
  }

  /** Lines of a name and a number, with or without a colon between them. */
  static Map<String, Long> table(Path file) {
    Map<String, Long> table = new HashMap<>();
    for (String line : lines(file)) {
      String[] words = line.split("[:\\s]+", -1);
      if (words.length >= 2) {
        table.put(words[0], parse(words[1]));
      }
    }
    return table;
  }

  private static long parse(String word) {
    try {
      return Long.parseLong(word);
    } catch (NumberFormatException e) {
      return word.matches("[0-9]+") ? Long.MAX_VALUE : 0; // beyond 63 bits is no limit; or "max"
    }
  }
}
