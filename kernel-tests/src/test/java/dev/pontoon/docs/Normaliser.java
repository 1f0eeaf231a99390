package dev.pontoon.docs;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Gives what differs from run to run a name by the order of its first appearance, so that two runs
 * of a page can be compared: the same thing has the same name wherever it stands.
 */
final class Normaliser {
  private record Rule(String kind, Pattern pattern) {
    Rule(String kind, String regex) {
      this(kind, Pattern.compile(regex));
    }
  }

  /** In each pattern, group 1 is what is replaced. */
  private static final List<Rule> RULES =
      List.of(
          new Rule("veth", "(veth[0-9a-f]{7,})"),
          new Rule("id", "\\b([0-9a-f]{64}|[0-9a-f]{12})\\b"),
          new Rule("link-local", "(fe80::[0-9a-f:]+)"),
          new Rule("mac", "\\b((?!00:00:00|ff:ff:ff|33:33)(?:[0-9a-f]{2}:){5}[0-9a-f]{2})\\b"),
          new Rule("namespace", "net:\\[(\\d+)\\]"),
          new Rule("index", "(?m)^(\\d+)(?=: )"),
          new Rule("index", "@if(\\d+)"),
          new Rule("index", "index (\\d+)"),
          new Rule("netnsid", "link-netnsid (\\d+)"),
          new Rule("port", "\\b(3[2-9]\\d{3}|[45]\\d{4}|60\\d{3})\\b"),
          new Rule("number", "(?:seq|ack|val|ecr|win) (\\d+)"),
          new Rule("time", "time[= ](\\d[0-9.]*) ?ms"),
          new Rule("time", "mdev = (\\S+) ms"),
          new Rule("state", "\\b(REACHABLE|STALE|DELAY|PROBE)\\b"));

  private final Map<String, Map<String, Integer>> seen = new HashMap<>();

  String normalise(String text) {
    String result = text;
    for (Rule rule : RULES) {
      result = rule.pattern().matcher(result).replaceAll(match -> replace(rule, match));
    }
    return result;
  }

  private String replace(Rule rule, MatchResult match) {
    Map<String, Integer> names = seen.computeIfAbsent(rule.kind(), kind -> new HashMap<>());
    String whole = match.group();
    int from = match.start(1) - match.start();
    int number = names.computeIfAbsent(match.group(1), value -> names.size() + 1);
    String name =
        rule.kind().equals("time") || rule.kind().equals("state")
            ? "<" + rule.kind() + ">"
            : "<" + rule.kind() + "-" + number + ">";
    return whole.substring(0, from) + name + whole.substring(from + match.group(1).length());
  }
}
