package dev.pontoon.compatibility;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * A request, and what its answer must be. Texts may hold {@code ${names}} of what earlier answers
 * had, and those that begin with {@code ~} are regular expressions.
 *
 * @param script the file it stands in
 * @param target path and query, not escaped
 * @param body JSON; missing for none
 * @param send the name of an earlier answer's bytes to send instead; empty for none
 * @param answer what must be in the answer; missing to look at nothing
 * @param error the message of an error; empty if none is expected
 * @param text what the answer's bytes must be as text; empty to look at nothing
 * @param refuses the parameter or member that is refused
 * @param lines so many lines of an endless answer; 0 to read to the end
 * @param keep names, and where in the answer their values are
 * @param save a name for the answer's bytes
 */
record Example(
    String script,
    String method,
    String target,
    Map<String, String> headers,
    JsonNode body,
    String send,
    int status,
    String contentType,
    Map<String, String> expectedHeaders,
    JsonNode answer,
    String error,
    String text,
    String refuses,
    int lines,
    Map<String, String> keep,
    String save) {
  private static final Pattern VERSIONED = Pattern.compile("/v1\\.(\\d+)(/.*)");

  static Example parse(String script, JsonNode node) {
    String[] words = node.get("ask").asString().split(" ", 2);
    return new Example(
        script,
        words[0],
        words[1],
        map(node.path("headers")),
        node.path("body"),
        node.path("send").asString(""),
        node.path("status").asInt(200),
        node.path("type").asString(""),
        map(node.path("sets")),
        node.path("answer"),
        node.path("error").asString(""),
        node.path("text").asString(""),
        node.path("refuses").asString(""),
        node.path("lines").asInt(0),
        map(node.path("keep")),
        node.path("save").asString(""));
  }

  private static Map<String, String> map(JsonNode node) {
    Map<String, String> map = new LinkedHashMap<>();
    node.properties().forEach(e -> map.put(e.getKey(), e.getValue().asString()));
    return map;
  }

  /** The version that is asked for: the minor number of 1.x; the newest where none is. */
  int version() {
    Matcher matcher = VERSIONED.matcher(target);
    return matcher.matches() ? Integer.parseInt(matcher.group(1)) : Versions.NEWEST;
  }

  /** The path without version and query. */
  String path() {
    Matcher matcher = VERSIONED.matcher(target);
    String path = matcher.matches() ? matcher.group(2) : target;
    return path.replaceFirst("\\?.*", "");
  }

  /** The names of the query's parameters. */
  List<String> parameters() {
    int query = target.indexOf('?');
    return query < 0
        ? List.of()
        : Arrays.stream(target.substring(query + 1).split("&", -1))
            .map(p -> p.replaceFirst("=.*", ""))
            .collect(Collectors.toList());
  }

  boolean accepted() {
    return status < 400;
  }

  @Override
  public String toString() {
    return script + ": " + method + " " + target + (body.isMissingNode() ? "" : " " + body);
  }
}
