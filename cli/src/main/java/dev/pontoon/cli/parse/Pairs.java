package dev.pontoon.cli.parse;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Repeated {@code key=value}. */
public final class Pairs {
  private Pairs() {}

  /** The value of each key; empty where there is no {@code =}. */
  public static Map<String, String> of(List<String> texts) {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (String text : texts) {
      int equals = text.indexOf('=');
      pairs.put(
          equals < 0 ? text : text.substring(0, equals),
          equals < 0 ? "" : text.substring(equals + 1));
    }
    return pairs;
  }

  /** As {@link #of}, but a text without {@code =} is an error of that flag. */
  public static Map<String, String> required(List<String> texts, String flag) {
    for (String text : texts) {
      if (text.indexOf('=') <= 0) {
        throw new IllegalArgumentException(
            "invalid argument \""
                + text
                + "\" for \""
                + flag
                + "\" flag: invalid key value format");
      }
    }
    return of(texts);
  }

  /** {@code --filter name=value} as the API wants it: the values of each name. */
  public static Map<String, List<String>> filters(List<String> texts) {
    Map<String, List<String>> filters = new LinkedHashMap<>();
    for (String text : texts) {
      int equals = text.indexOf('=');
      if (equals <= 0) {
        throw new IllegalArgumentException(
            "invalid argument \""
                + text
                + "\" for \"-f, --filter\" flag: invalid filter '"
                + text
                + "'");
      }
      filters
          .computeIfAbsent(text.substring(0, equals).strip(), n -> new ArrayList<>())
          .add(text.substring(equals + 1).strip());
    }
    return filters;
  }

  /** {@code --ulimit name=soft[:hard]}, in the API's words. */
  public static Map<String, Object> ulimit(String text) {
    int equals = text.indexOf('=');
    String limits = text.substring(equals + 1);
    if (equals <= 0 || !limits.matches("-?\\d+(:-?\\d+)?")) {
      throw new IllegalArgumentException("invalid ulimit argument: " + text);
    }
    String[] parts = limits.split(":", -1);
    long soft = Long.parseLong(parts[0]);
    long hard = Long.parseLong(parts[parts.length - 1]);
    if (hard != -1 && soft > hard) {
      throw new IllegalArgumentException(
          "ulimit soft limit must be less than or equal to hard limit: " + soft + " > " + hard);
    }
    return Map.of("Name", text.substring(0, equals), "Soft", soft, "Hard", hard);
  }

  /** {@code --restart name[:count]}, in the API's words. */
  public static Map<String, Object> restart(String text) {
    int colon = text.indexOf(':');
    String name = colon < 0 ? text : text.substring(0, colon);
    String count = colon < 0 ? "0" : text.substring(colon + 1);
    if (!List.of("", "no", "always", "unless-stopped", "on-failure").contains(name)) {
      throw new IllegalArgumentException("invalid restart policy: " + text);
    }
    if (!count.matches("\\d{1,9}")) {
      throw new IllegalArgumentException(
          "invalid restart policy format: maximum retry count must be an integer");
    }
    return Map.of(
        "Name", name.isEmpty() ? "no" : name, "MaximumRetryCount", Integer.parseInt(count));
  }
}
