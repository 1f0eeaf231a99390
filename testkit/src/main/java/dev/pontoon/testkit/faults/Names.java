package dev.pontoon.testkit.faults;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * Names in place of what is chosen at random: ids, MAC addresses, interfaces. What nobody answers
 * for keeps its id, and so stands out.
 */
final class Names {
  private static final Pattern ENGINE = Pattern.compile("pontoon:\\p{XDigit}{64}:");
  private static final Pattern LINK_LOCAL = Pattern.compile("fe80::[0-9a-f:]+");
  private static final Pattern UNIQUE_LOCAL = Pattern.compile("fd[0-9a-f]{2}:[0-9a-f:]+?::");
  private static final int SHORT = 12;

  private final Map<String, String> names = new LinkedHashMap<>();

  void id(String id, String name) {
    names.put(id, "<" + name + ">");
    names.put(id.substring(0, SHORT), "<" + name + " short>");
  }

  void word(String word, String name) {
    if (!word.isEmpty()) {
      names.put(word, "<" + name + ">");
    }
  }

  /** A container's endpoints, by {@code NetworkSettings.Networks}. */
  void endpoints(String container, JsonNode networks) {
    networks
        .properties()
        .forEach(entry -> {
          String name = container + " on " + entry.getKey();
          String id = entry.getValue().path("EndpointID").asString("");
          if (!id.isEmpty()) {
            id(id, "endpoint of " + name);
            word(entry.getValue().path("MacAddress").asString(""), "mac of " + name);
            word(entry.getValue().path("IPAddress").asString(""), "address of " + name);
            word(entry.getValue().path("GlobalIPv6Address").asString(""), "address 6 of " + name);
          }
        });
  }

  /** Interfaces by their aliases, which are replaced first. */
  void links(JsonNode links) {
    for (JsonNode link : links) {
      String alias = replace(link.path("ifalias").asString(""));
      String name = link.path("ifname").asString("");
      if (!alias.isEmpty() && name.startsWith("veth")) {
        word(name, "veth of " + alias.replaceAll("[<>]", ""));
        word(link.path("address").asString(""), "host mac of " + alias.replaceAll("[<>]", ""));
      } else if (!alias.isEmpty()) {
        word(link.path("address").asString(""), "mac of " + alias.replaceAll("[<>]", ""));
      }
    }
  }

  String replace(String text) {
    String done = ENGINE.matcher(text).replaceAll("pontoon:<engine>:");
    for (Map.Entry<String, String> name :
        names.entrySet().stream()
            .sorted(
                Comparator.comparingInt((Map.Entry<String, String> e) -> e.getKey().length())
                    .reversed())
            .toList()) {
      done =
          Pattern.compile("(?<![0-9A-Za-z.])" + Pattern.quote(name.getKey()) + "(?![0-9A-Za-z])")
              .matcher(done)
              .replaceAll(Matcher.quoteReplacement(name.getValue()));
    }
    done = LINK_LOCAL.matcher(done).replaceAll("<link-local>");
    return UNIQUE_LOCAL.matcher(done).replaceAll("<unique-local>::");
  }
}
