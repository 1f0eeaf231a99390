package dev.pontoon.runtime.oci;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The environment of a container's process, in order. */
final class Environment {
  private static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  private Environment() {}

  /** Docker's defaults, overlaid with the configured entries. */
  static List<String> of(String hostname, boolean tty, List<String> configured) {
    Map<String, String> env = new LinkedHashMap<>();
    env.put("PATH", PATH);
    env.put("HOSTNAME", hostname);
    if (tty) {
      env.put("TERM", "xterm");
    }
    overlay(env, configured);
    return entries(env);
  }

  static Map<String, String> of(List<String> entries) {
    Map<String, String> env = new LinkedHashMap<>();
    overlay(env, entries);
    return env;
  }

  /** Adds {@code NAME=value} entries; a bare {@code NAME} takes one away. */
  static void overlay(Map<String, String> env, List<String> entries) {
    for (String entry : entries) {
      int equals = entry.indexOf('=');
      if (equals < 0) {
        env.remove(entry);
      } else {
        env.put(entry.substring(0, equals), entry.substring(equals + 1));
      }
    }
  }

  static List<String> entries(Map<String, String> env) {
    return env.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList();
  }
}
