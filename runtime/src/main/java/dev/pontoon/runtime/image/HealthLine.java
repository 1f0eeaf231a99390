package dev.pontoon.runtime.image;

import dev.pontoon.runtime.RuntimeFault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A Dockerfile's HEALTHCHECK: {@code [--interval=30s ...] CMD words}, or {@code NONE}. */
final class HealthLine {
  private static final Pattern OPTION = Pattern.compile("--([a-z-]+)=(\\S+)\\s+");
  private static final Pattern PART = Pattern.compile("([0-9.]+)(ns|us|ms|s|m|h)");
  private static final Map<String, Long> NANOS =
      Map.of(
          "ns", 1L,
          "us", 1_000L,
          "ms", 1_000_000L,
          "s", 1_000_000_000L,
          "m", 60_000_000_000L,
          "h", 3_600_000_000_000L);

  private long interval;
  private long timeout;
  private long startPeriod;
  private long startInterval;
  private int retries;

  private HealthLine() {}

  /**
   * Reads what follows the word HEALTHCHECK.
   *
   * @throws RuntimeFault if it is no health check
   */
  static Manifest.Healthcheck parse(String line) {
    HealthLine health = new HealthLine();
    Matcher option = OPTION.matcher(line);
    int end = 0;
    while (option.lookingAt()) {
      health.set(option.group(1), option.group(2), line);
      end = option.end();
      option.region(end, line.length());
    }
    return health.with(test(line.substring(end).strip(), line));
  }

  private Manifest.Healthcheck with(List<String> test) {
    return new Manifest.Healthcheck(test, interval, timeout, startPeriod, startInterval, retries);
  }

  private void set(String name, String value, String line) {
    switch (name) {
      case "interval" -> interval = nanos(value, line);
      case "timeout" -> timeout = nanos(value, line);
      case "start-period" -> startPeriod = nanos(value, line);
      case "start-interval" -> startInterval = nanos(value, line);
      case "retries" -> retries = number(value, line);
      default -> throw invalid(line);
    }
  }

  private static int number(String value, String line) {
    try {
      return Integer.parseInt(value);
    } catch (NumberFormatException e) {
      throw invalid(line);
    }
  }

  private static long nanos(String value, String line) {
    Matcher part = PART.matcher(value);
    double nanos = 0;
    int end = 0;
    while (part.lookingAt()) {
      nanos += Double.parseDouble(part.group(1)) * NANOS.getOrDefault(part.group(2), 0L);
      end = part.end();
      part.region(end, value.length());
    }
    if (end == 0 || end < value.length()) {
      throw invalid(line);
    }
    return Duration.ofNanos((long) nanos).toNanos();
  }

  private static List<String> test(String command, String line) {
    if (command.equals("NONE")) {
      return List.of("NONE");
    }
    if (!command.startsWith("CMD ")) {
      throw invalid(line);
    }
    String words = command.substring("CMD ".length()).strip();
    if (!words.startsWith("[")) {
      return List.of("CMD-SHELL", words);
    }
    List<String> test = new ArrayList<>(List.of("CMD"));
    test.addAll(Changes.array(words));
    return test;
  }

  private static RuntimeFault invalid(String line) {
    return new RuntimeFault(
        RuntimeFault.Kind.INVALID, "not a change of an image: HEALTHCHECK " + line);
  }
}
