package dev.pontoon.compatibility;

import dev.pontoon.compatibility.Mark.Support;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Carries out the table's examples one after the other, and collects what is wrong. */
final class Script {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final Pattern NAME = Pattern.compile("\\$\\{(\\w+)}");
  private static final String JSON = "application/json";
  private static final String UNSAFE = "{}[]\"| <>^`\\";

  private final ApiTable table;
  private final RawHttp http;
  private final Map<String, String> kept = new HashMap<>();
  private final Map<String, byte[]> saved;
  private final Map<String, Set<String>> seen = new TreeMap<>();
  private final List<String> wrong = new ArrayList<>();

  /**
   * Of a table, on a daemon.
   *
   * @param saved bytes that examples send, by name
   */
  Script(ApiTable table, RawHttp http, Map<String, byte[]> saved) {
    this.table = table;
    this.http = http;
    this.saved = new HashMap<>(saved);
  }

  /** What is wrong with the answers, a line each. */
  List<String> run() {
    for (Example example : table.examples()) {
      try {
        run(example);
      } catch (IOException | RuntimeException e) {
        wrong.add(example + ": " + e);
      }
    }
    return wrong;
  }

  private void run(Example example) throws IOException {
    Endpoint endpoint = table.of(example.method(), fill(example.path()));
    RawHttp.Answer answer =
        http.call(
            example.method(),
            escaped(fill(example.target())),
            headers(example),
            body(example),
            example.lines());
    List<String> problems = new ArrayList<>();
    checkHead(example, endpoint, answer, problems);
    if (answer.status() == example.status()) {
      see(endpoint, "status", Set.of(String.valueOf(answer.status())));
      if (example.accepted()) {
        requested(example, endpoint, problems);
        answered(example, endpoint, answer, problems);
      } else {
        refused(example, endpoint, answer, problems);
      }
    }
    problems.forEach(p -> wrong.add(example + ": " + p));
  }

  private static Map<String, String> headers(Example example) {
    Map<String, String> headers = new LinkedHashMap<>(example.headers());
    if (!example.body().isMissingNode()) {
      headers.putIfAbsent("Content-Type", JSON);
    }
    return headers;
  }

  private byte[] body(Example example) {
    if (!example.send().isEmpty()) {
      return Objects.requireNonNull(saved.get(example.send()), example.send());
    }
    return example.body().isMissingNode()
        ? new byte[0]
        : fill(example.body().toString()).getBytes(StandardCharsets.UTF_8);
  }

  private String fill(String text) {
    return NAME.matcher(text)
        .replaceAll(m -> Matcher.quoteReplacement(kept.getOrDefault(m.group(1), m.group())));
  }

  static String escaped(String target) {
    return target
        .chars()
        .mapToObj(c -> UNSAFE.indexOf(c) < 0 ? String.valueOf((char) c) : "%%%02X".formatted(c))
        .collect(Collectors.joining());
  }

  private void checkHead(
      Example example, Endpoint endpoint, RawHttp.Answer answer, List<String> problems) {
    if (answer.status() != example.status()) {
      problems.add("status " + answer.status() + ": " + answer.text().strip());
    }
    String type = !example.accepted() ? JSON : endpoint.contentType();
    expect("Content-Type", example.contentType().isEmpty() ? type : example.contentType(), answer)
        .ifPresent(problems::add);
    boolean hijacked = answer.status() == 101 || !answer.headers().containsKey("api-version");
    if (!hijacked) {
      expect("Api-Version", "1.52", answer).ifPresent(problems::add);
      expect("Docker-Experimental", "false", answer).ifPresent(problems::add);
      expect("Ostype", "linux", answer).ifPresent(problems::add);
      expect("Server", "~Pontoon/.* \\(linux\\)", answer).ifPresent(problems::add);
    }
    example
        .expectedHeaders()
        .forEach((name, value) -> expect(name, value, answer).ifPresent(problems::add));
    if (!endpoint.statuses().contains(answer.status())) {
      problems.add("the table has no status " + answer.status());
    }
  }

  private static Optional<String> expect(String header, String value, RawHttp.Answer answer) {
    String actual = answer.header(header);
    return Expectation.same(value, actual)
        ? Optional.empty()
        : Optional.of("header %s is '%s', not '%s'".formatted(header, actual, value));
  }

  /** What a request asked for and got must be in the table as what is there. */
  private void requested(Example example, Endpoint endpoint, List<String> problems) {
    accepted("header", endpoint.headers(), example.headers().keySet(), problems);
    see(endpoint, "header", example.headers().keySet());
    accepted("parameter", endpoint.query(), Set.copyOf(example.parameters()), problems);
    see(endpoint, "query", Set.copyOf(example.parameters()));
    Set<String> members = endpoint.body().membersOf(example.body());
    accepted("member", endpoint.body(), members, problems);
    see(endpoint, "body", members);
  }

  private static void accepted(String what, Marks marks, Set<String> names, List<String> problems) {
    for (String name : names) {
      boolean transport = Set.of("Connection", "Upgrade", "Content-Type").contains(name);
      if (!transport
          && marks
              .find(name)
              .filter(m -> m.support() == Support.YES || m.support() == Support.IGNORED)
              .isEmpty()) {
        problems.add("the table does not say that %s %s is taken".formatted(what, name));
      }
    }
  }

  private void answered(
      Example example, Endpoint endpoint, RawHttp.Answer answer, List<String> problems) {
    if (!example.save().isEmpty()) {
      saved.put(example.save(), answer.body());
    }
    if (!example.text().isEmpty() && !Expectation.same(fill(example.text()), answer.text())) {
      problems.add("body is '%s', not '%s'".formatted(answer.text(), example.text()));
    }
    if (!answer.header("Content-Type").contains("json")) {
      return;
    }
    List<JsonNode> documents = documents(answer);
    for (JsonNode document : documents) {
      Set<String> members = endpoint.answer().membersOf(document);
      members.forEach(member -> listed(endpoint, member, example.version(), problems));
      see(endpoint, "answer", members);
    }
    JsonNode last = documents.isEmpty() ? MAPPER.nullNode() : documents.getLast();
    if (!example.answer().isMissingNode()) {
      JsonNode expected = MAPPER.readTree(fill(example.answer().toString()));
      problems.addAll(Expectation.differences(expected, last));
    }
    example
        .keep()
        .forEach(
            (name, where) -> kept.put(name, last.at("/" + where.replace('.', '/')).asString()));
  }

  private static void listed(Endpoint endpoint, String member, int version, List<String> problems) {
    boolean there =
        endpoint
            .answer()
            .find(member)
            .filter(m -> m.support() == Support.YES && m.versions().contains(version))
            .isPresent();
    if (!there) {
      problems.add("the answer has %s, which the table has not in 1.%d".formatted(member, version));
    }
  }

  private static List<JsonNode> documents(RawHttp.Answer answer) {
    List<JsonNode> documents = new ArrayList<>();
    answer
        .text()
        .lines()
        .map(line -> line.replace("\u001e", ""))
        .filter(line -> !line.isBlank())
        .forEach(line -> documents.add(MAPPER.readTree(line)));
    return documents;
  }

  /** An error has one member, a sentence that names what was refused. */
  private void refused(
      Example example, Endpoint endpoint, RawHttp.Answer answer, List<String> problems) {
    if (example.method().equals("HEAD")) {
      return; // without a body there are no words
    }
    JsonNode error;
    try {
      error = MAPPER.readTree(answer.body());
    } catch (JacksonException e) {
      problems.add("the error is not JSON: " + answer.text());
      return;
    }
    if (!Set.copyOf(error.propertyNames()).equals(Set.of("message"))) {
      problems.add("an error has other members than its message: " + error);
    }
    String message = error.path("message").asString("");
    if (message.isBlank() || message.lines().count() != 1) {
      problems.add("an error is not one line: " + message);
    }
    if (!example.error().isEmpty() && !Expectation.same(fill(example.error()), message)) {
      problems.add("error is '%s', not '%s'".formatted(message, example.error()));
    }
    if (!example.refuses().isEmpty()) {
      String stem = example.refuses().replaceFirst("\\.\\.$", "");
      String name = stem.substring(stem.lastIndexOf('.') + 1);
      if (!message.contains(name)) {
        problems.add("the error does not name " + name + ": " + message);
      }
      see(endpoint, "refused", Set.of(example.refuses()));
    }
  }

  private void see(Endpoint endpoint, String what, Set<String> names) {
    seen.computeIfAbsent(endpoint.name() + " " + what, _ -> new TreeSet<>()).addAll(names);
  }

  /** What the table says is there and no example has shown, a line each. */
  List<String> unproven() {
    List<String> unproven = new ArrayList<>();
    for (Endpoint endpoint : table.endpoints()) {
      if (endpoint.supported()) {
        require(endpoint, "header", names(endpoint.headers(), Support.YES), unproven);
        require(endpoint, "query", names(endpoint.query(), Support.YES), unproven);
        require(endpoint, "body", names(endpoint.body(), Support.YES), unproven);
        require(endpoint, "answer", names(endpoint.answer(), Support.YES), unproven);
        require(endpoint, "refused", names(endpoint.body(), Support.REFUSED), unproven);
        require(endpoint, "refused", names(endpoint.query(), Support.REFUSED), unproven);
        require(
            endpoint,
            "status",
            endpoint.statuses().stream().map(String::valueOf).collect(Collectors.toSet()),
            unproven);
      }
    }
    return unproven;
  }

  private static Set<String> names(Marks marks, Support support) {
    return marks.of(support).stream()
        .map(m -> support == Support.YES ? m.stem() : m.name())
        .collect(Collectors.toSet());
  }

  private void require(Endpoint endpoint, String what, Set<String> names, List<String> unproven) {
    Set<String> missing = new TreeSet<>(names);
    missing.removeAll(seen.getOrDefault(endpoint.name() + " " + what, Set.of()));
    if (!missing.isEmpty()) {
      unproven.add("no example shows of %s the %s %s".formatted(endpoint.name(), what, missing));
    }
  }
}
