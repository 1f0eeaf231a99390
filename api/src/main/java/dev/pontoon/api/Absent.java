package dev.pontoon.api;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an absent field means: nothing, rather than null. */
final class Absent {
  private Absent() {}

  static String string(@Nullable String value) {
    return value == null ? "" : value;
  }

  static <T> List<T> list(@Nullable List<T> value) {
    return value == null ? List.of() : Collections.unmodifiableList(new ArrayList<>(value));
  }

  /** Keeps the order, and null values: {@code {"80/tcp": null}} is common. */
  static <T> Map<String, T> map(@Nullable Map<String, T> value) {
    return value == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(value));
  }
}
