package dev.pontoon.compatibility;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * Holds a document against what must be in it: of an object the members that are named, null for
 * one that is absent or null; of a list all elements; a text that begins with {@code ~} is a
 * regular expression.
 */
final class Expectation {
  private Expectation() {}

  /** What differs, a line each. */
  static List<String> differences(JsonNode expected, JsonNode actual) {
    List<String> differences = new ArrayList<>();
    compare("", expected, actual, differences);
    return differences;
  }

  private static void compare(
      String where, JsonNode expected, JsonNode actual, List<String> differences) {
    if (expected.isObject() && actual.isObject()) {
      for (Map.Entry<String, JsonNode> member : expected.properties()) {
        String below = where + "." + member.getKey();
        compare(below, member.getValue(), actual.path(member.getKey()), differences);
      }
    } else if (expected.isArray() && actual.isArray() && expected.size() == actual.size()) {
      for (int i = 0; i < expected.size(); i++) {
        compare(where + "[" + i + "]", expected.get(i), actual.get(i), differences);
      }
    } else if (!same(expected, actual)) {
      differences.add(where + " is " + actual + ", not " + expected);
    }
  }

  private static boolean same(JsonNode expected, JsonNode actual) {
    if (expected.isNull()) {
      return actual.isNull() || actual.isMissingNode();
    }
    if (expected.isString() && actual.isString()) {
      return same(expected.asString(), actual.asString());
    }
    return expected.equals(actual);
  }

  static boolean same(String expected, String actual) {
    return expected.startsWith("~")
        ? Pattern.compile(expected.substring(1), Pattern.DOTALL).matcher(actual).matches()
        : expected.equals(actual);
  }
}
