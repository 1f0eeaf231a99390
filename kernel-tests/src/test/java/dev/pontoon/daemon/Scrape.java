package dev.pontoon.daemon;

import dev.pontoon.testkit.HostNetwork;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The metrics at one moment, in Prometheus's text format.
 *
 * @param series each value by its name with labels, as written
 * @param families each metric's type by its name
 */
record Scrape(Map<String, Double> series, Map<String, String> families) {
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"[^\"]*\"");
  private static final String TYPE = "# TYPE ";

  static Scrape of(HostNetwork host, String address) {
    Map<String, Double> series = new HashMap<>();
    Map<String, String> families = new HashMap<>();
    for (String line :
        host.exec("curl", "-sSf", "http://" + address + "/metrics").orFail().split("\n", -1)) {
      if (line.startsWith(TYPE)) {
        String[] words = line.substring(TYPE.length()).split(" ", -1);
        families.put(words[0], words[1]);
      } else if (!line.startsWith("#") && !line.isEmpty()) {
        int space = line.lastIndexOf(' ');
        series.put(line.substring(0, space), Double.valueOf(line.substring(space + 1)));
      }
    }
    return new Scrape(series, families);
  }

  /** The value of a series, which must be there. */
  double value(String name) {
    Double value = series.get(name);
    if (value == null) {
      throw new AssertionError("no " + name + " in " + new TreeSet<>(series.keySet()));
    }
    return value;
  }

  /** The value of a series that appears with its first event. */
  double count(String name) {
    return series.getOrDefault(name, 0.0);
  }

  /** The names of a metric's labels; a histogram's bounds are none of its own. */
  Set<String> labels(String family) {
    return series.keySet().stream()
        .filter(name ->
            name.replaceAll("(_bucket|_count|_sum)?(\\{.*)?$", "").equals(family)
                || name.replaceAll("\\{.*$", "").equals(family))
        .flatMap(name -> LABEL.matcher(name).results())
        .map(match -> match.group(1))
        .filter(label -> !label.equals("le"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  static Matcher row(String line) {
    return Pattern.compile("\\| `(\\w+)` \\| (\\w+) \\|\\s*(.*?)\\s*\\| .* \\|").matcher(line);
  }
}
