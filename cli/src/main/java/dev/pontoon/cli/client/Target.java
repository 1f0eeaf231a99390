package dev.pontoon.cli.client;

import dev.pontoon.cli.json.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A path and a query of the API. */
public record Target(String path, String query) {

  /**
   * A path such as {@code containers}, an id, {@code json}. Slashes stay, since names of images
   * have them.
   */
  public static Target of(String... segments) {
    StringBuilder path = new StringBuilder();
    for (String segment : segments) {
      if (segment.isBlank()) {
        throw new IllegalArgumentException("invalid name or ID: value is empty");
      }
      path.append('/')
          .append(encode(segment).replace("%2F", "/").replace("%3A", ":").replace("%40", "@"));
    }
    return new Target(path.toString(), "");
  }

  public Target with(String name, String value) {
    return new Target(
        path, query + (query.isEmpty() ? "?" : "&") + encode(name) + "=" + encode(value));
  }

  /** Adds the parameter unless its value is empty. */
  public Target given(String name, String value) {
    return value.isEmpty() ? this : with(name, value);
  }

  /** Adds {@code name=1} if so. */
  public Target flag(String name, boolean on) {
    return on ? with(name, "1") : this;
  }

  /** Adds filters as the API wants them, unless there are none. */
  public Target filters(Map<String, ?> filters) {
    return filters.isEmpty() ? this : with("filters", Json.write(filters));
  }

  @Override
  public String toString() {
    return path + query;
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
