package dev.pontoon.daemon.edge;

import dev.pontoon.daemon.http.HttpError;
import dev.pontoon.daemon.http.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Docker's filters: of one key any value must fit, of several keys each. */
public record Filters(Map<String, List<String>> values) {

  /**
   * Parses the JSON of a query: {@code {"name": ["web"]}}, or of old clients {@code {"name":
   * {"web": true}}}.
   *
   * @param allowed the keys that are known
   * @throws HttpError 400 for anything else
   */
  public static Filters parse(String json, Set<String> allowed) {
    if (json.isEmpty()) {
      return new Filters(Map.of());
    }
    Map<String, List<String>> values = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> filter : tree(json).properties()) {
      if (!allowed.contains(filter.getKey())) {
        throw HttpError.invalid("invalid filter '" + filter.getKey() + "'");
      }
      values.put(filter.getKey(), values(filter.getValue()));
    }
    return new Filters(values);
  }

  private static JsonNode tree(String json) {
    try {
      return Json.parse(json);
    } catch (JacksonException e) {
      throw HttpError.invalid("invalid filter: " + json);
    }
  }

  private static List<String> values(JsonNode node) {
    List<String> values = new ArrayList<>();
    if (node.isArray()) {
      node.forEach(v -> values.add(v.asString()));
    } else {
      values.addAll(node.propertyNames());
    }
    return values;
  }

  /** The same with one more value; an empty one is none. */
  public Filters or(String key, String value) {
    if (value.isEmpty()) {
      return this;
    }
    Map<String, List<String>> more = new LinkedHashMap<>(values);
    more.put(key, Stream.concat(get(key).stream(), Stream.of(value)).toList());
    return new Filters(more);
  }

  /** Whether a filter is given. */
  public boolean has(String key) {
    return values.containsKey(key);
  }

  /** The values of a filter. */
  public List<String> get(String key) {
    return values.getOrDefault(key, List.of());
  }

  /** Whether a filter is not given or any of its values fits. */
  public boolean test(String key, java.util.function.Predicate<String> fits) {
    return !has(key) || get(key).stream().anyMatch(fits);
  }

  /** Whether labels have all those asked for, {@code key} or {@code key=value}. */
  public boolean labels(Map<String, String> labels) {
    return get("label").stream().allMatch(wanted -> has(labels, wanted));
  }

  /** Whether labels have none of those of the filter {@code label!}. */
  public boolean withoutLabels(Map<String, String> labels) {
    return get("label!").stream().noneMatch(unwanted -> has(labels, unwanted));
  }

  private static boolean has(Map<String, String> labels, String wanted) {
    int equals = wanted.indexOf('=');
    String key = equals < 0 ? wanted : wanted.substring(0, equals);
    return labels.containsKey(key)
        && (equals < 0 || wanted.substring(equals + 1).equals(labels.get(key)));
  }
}
