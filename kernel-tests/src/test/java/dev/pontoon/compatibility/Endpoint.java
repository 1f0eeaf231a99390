package dev.pontoon.compatibility;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * A row of the table.
 *
 * @param path with placeholders, as Docker's description has it
 * @param about a sentence of what it does
 * @param no why it is not supported; empty if it is
 * @param contentType of its answer; empty for none
 * @param statuses those that examples show
 */
record Endpoint(
    String group,
    String method,
    String path,
    String about,
    String no,
    String contentType,
    Marks headers,
    Marks query,
    Marks body,
    Marks answer,
    List<Integer> statuses) {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\w+)}");

  Endpoint {
    statuses = List.copyOf(statuses);
  }

  static Endpoint parse(String group, JsonNode row) {
    String[] words = row.get("endpoint").asString().split(" ", 2);
    return new Endpoint(
        group,
        words[0],
        words[1],
        row.path("about").asString(""),
        row.path("no").asString(""),
        row.path("type").asString(""),
        Marks.parse(row.path("headers")),
        Marks.parse(row.path("query")),
        Marks.parse(row.path("body")),
        Marks.parse(row.path("answer")),
        Arrays.stream(row.path("statuses").asString("").split(" ", -1))
            .filter(s -> !s.isEmpty())
            .map(Integer::valueOf)
            .toList());
  }

  boolean supported() {
    return no.isEmpty();
  }

  String name() {
    return method + " " + path;
  }

  /** Whether a request is to this endpoint; names of images and of links have slashes. */
  boolean fits(String requestMethod, String requestPath) {
    boolean slashes = path.startsWith("/images/{name}") || name().equals("DELETE /containers/{id}");
    String segments = slashes ? ".+" : "[^/]+";
    return method.equals(requestMethod)
        && requestPath.matches(
            PLACEHOLDER
                    .splitAsStream(path)
                    .map(Pattern::quote)
                    .collect(Collectors.joining(segments))
                + (path.endsWith("}") ? segments : ""));
  }

  /** A path with something in place of the placeholders. */
  String anyPath() {
    return PLACEHOLDER.matcher(path).replaceAll("any");
  }
}
