package dev.pontoon.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Measured numbers by name; prints as one line of JSON. */
final class Samples {
  private final Map<String, List<Long>> values = new LinkedHashMap<>();

  /** Adds a number to those of a name. */
  void add(String name, long value) {
    values.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
  }

  /** Does work and adds the nanoseconds that it took. */
  void time(String name, Runnable work) {
    long start = System.nanoTime();
    work.run();
    add(name, System.nanoTime() - start);
  }

  @Override
  public String toString() {
    return values.entrySet().stream()
        .map(e -> "\"%s\": %s".formatted(e.getKey(), e.getValue()))
        .collect(Collectors.joining(", ", "{", "}"));
  }
}
