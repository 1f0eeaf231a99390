package dev.pontoon.engine.firewall.iptables;

import dev.pontoon.engine.firewall.Translation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Rows of the nat table, from what iptables-save prints. */
final class Translations {
  private static final Pattern OPTION = Pattern.compile("(! )?(--?[\\w-]+) ([^\\s-]\\S*)");

  private Translations() {}

  /** Our translations among all rules, in their order; {@code --dport 5000} reads dpt:5000. */
  static List<Translation> of(SavedRules saved, Family family) {
    Set<String> bridges = Masquerades.bridges(saved);
    return saved.rules().stream()
        .filter(counted -> counted.rule().table() == Table.NAT)
        .filter(counted ->
            counted.rule().chain().equals(Chains.DOCKER)
                || Masquerades.ours(counted.rule(), bridges))
        .map(counted -> row(counted, family))
        .toList();
  }

  private static Translation row(SavedRules.Counted counted, Family family) {
    Map<String, String> options = options(counted.rule().specification());
    return new Translation(
        counted.rule().chain(),
        options.getOrDefault("-j", ""),
        options.getOrDefault("-p", "all"),
        address(options, "-s", family),
        address(options, "-d", family),
        detail(options),
        counted.packets(),
        counted.bytes());
  }

  private static Map<String, String> options(String specification) {
    return OPTION
        .matcher(specification)
        .results()
        .collect(
            Collectors.toMap(
                match -> match.group(2),
                match -> Optional.ofNullable(match.group(1)).orElse("") + match.group(3),
                (first, second) -> second));
  }

  /** As {@code iptables -L -n} prints it: one address without its prefix length. */
  private static String address(Map<String, String> options, String option, Family family) {
    String subnet = options.getOrDefault(option, family.anywhere()).replace("! ", "!");
    return subnet.replaceFirst(family == Family.V4 ? "/32$" : "/128$", "");
  }

  private static String detail(Map<String, String> options) {
    StringBuilder detail = new StringBuilder();
    append(detail, "--dport", options, Translations::ports);
    append(detail, "--ctstate", options, state -> "ctstate " + state);
    append(detail, "--to-destination", options, to -> "to:" + to);
    append(detail, "--to-ports", options, to -> "redir ports " + to);
    return detail.toString();
  }

  private static void append(
      StringBuilder detail,
      String option,
      Map<String, String> options,
      UnaryOperator<String> text) {
    String value = options.get(option);
    if (value != null) {
      String protocol = option.equals("--dport") ? options.getOrDefault("-p", "") + " " : "";
      detail.append(detail.isEmpty() ? "" : " ").append(protocol).append(text.apply(value));
    }
  }

  private static String ports(String ports) {
    return (ports.contains(":") ? "dpts:" : "dpt:") + ports;
  }
}
