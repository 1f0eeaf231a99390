package dev.pontoon.compatibility;

import dev.pontoon.compatibility.Mark.Support;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** What the table says of an endpoint's parameters, or of the members of a request or an answer. */
record Marks(List<Mark> all) {
  static final Marks NONE = new Marks(List.of());

  Marks {
    all = List.copyOf(all);
  }

  /**
   * Reads an object: {@code yes}, {@code since 1.x} and {@code until 1.x} have names; {@code no},
   * {@code refused} and {@code ignored} have reasons with names.
   */
  static Marks parse(JsonNode node) {
    List<Mark> marks = new ArrayList<>();
    for (Map.Entry<String, JsonNode> group : node.properties()) {
      switch (group.getKey()) {
        case "no", "refused", "ignored" -> {
          Support support = Support.valueOf(group.getKey().toUpperCase(Locale.ROOT));
          for (Map.Entry<String, JsonNode> why : group.getValue().properties()) {
            names(why.getValue())
                .forEach(n -> marks.add(new Mark(n, support, Versions.ALL, why.getKey())));
          }
        }
        default -> {
          Versions versions = Versions.parse(group.getKey());
          names(group.getValue()).forEach(n -> marks.add(new Mark(n, Support.YES, versions, "")));
        }
      }
    }
    return new Marks(marks);
  }

  private static Stream<String> names(JsonNode lines) {
    return lines
        .valueStream()
        .flatMap(line -> Arrays.stream(line.asString().split(" ", -1)))
        .filter(name -> !name.isEmpty());
  }

  List<Mark> of(Support support) {
    return all.stream().filter(m -> m.support() == support).toList();
  }

  Optional<Mark> find(String member) {
    return all.stream().filter(m -> m.covers(member)).findFirst();
  }

  /**
   * The members of a document, as the table names them: below what the table does not look into,
   * nothing.
   */
  Set<String> membersOf(JsonNode document) {
    Set<String> members = new TreeSet<>();
    collect(document, "", members);
    return members;
  }

  private void collect(JsonNode node, String prefix, Set<String> members) {
    if (node.isArray()) {
      node.forEach(element -> collect(element, prefix, members));
      return;
    }
    boolean map = all.stream().anyMatch(m -> m.name().startsWith(prefix + "*"));
    for (Map.Entry<String, JsonNode> member : node.properties()) {
      String path = prefix + (map ? "*" : member.getKey());
      if (!map) {
        members.add(path);
      }
      if (all.stream().anyMatch(m -> m.name().startsWith(path + "."))) {
        collect(member.getValue(), path + ".", members);
      }
    }
  }

  /** Groups by what is said, in the order in which it is said first. */
  Map<String, List<Mark>> grouped() {
    return all.stream()
        .collect(
            Collectors.groupingBy(
                m -> m.support() + " " + m.versions() + " " + m.reason(),
                java.util.LinkedHashMap::new,
                Collectors.toList()));
  }
}
