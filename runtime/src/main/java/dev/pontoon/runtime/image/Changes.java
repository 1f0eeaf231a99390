package dev.pontoon.runtime.image;

import dev.pontoon.runtime.RuntimeFault;
import dev.pontoon.runtime.files.Json;
import dev.pontoon.runtime.image.Manifest.Settings;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;

/** The Dockerfile lines that {@code import --change} takes, turned into an image's settings. */
final class Changes {
  private final List<String> env = new ArrayList<>();
  private @Nullable List<String> entrypoint;
  private @Nullable List<String> command;
  private @Nullable String workingDirectory;
  private @Nullable String user;
  private @Nullable String stopSignal;
  private final Map<String, Map<String, String>> ports = new TreeMap<>();
  private final Map<String, Map<String, String>> volumes = new TreeMap<>();
  private final Map<String, String> labels = new TreeMap<>();
  private Manifest.@Nullable Healthcheck health;

  private Changes() {}

  /**
   * Reads the lines.
   *
   * @throws RuntimeFault if one is no instruction that changes settings
   */
  static Settings of(List<String> lines) {
    return over(null, lines);
  }

  /**
   * Reads the lines as changes of settings that are there.
   *
   * @throws RuntimeFault if one is no instruction that changes settings
   */
  static Settings over(@Nullable Settings base, List<String> lines) {
    Changes changes = new Changes();
    if (base != null) {
      changes.begin(base);
    }
    lines.forEach(changes::apply);
    return new Settings(
        changes.env,
        changes.entrypoint,
        changes.command,
        changes.workingDirectory,
        changes.user,
        changes.ports.isEmpty() ? null : changes.ports,
        changes.volumes.isEmpty() ? null : changes.volumes,
        changes.labels.isEmpty() ? null : changes.labels,
        changes.stopSignal,
        changes.health);
  }

  private void begin(Settings base) {
    Settings.list(base.env()).forEach(this::env);
    entrypoint = base.entrypoint();
    command = base.command();
    workingDirectory = base.workingDir();
    user = base.user();
    stopSignal = base.stopSignal();
    health = base.healthcheck();
    ports.putAll(Settings.map(base.exposedPorts()));
    volumes.putAll(Settings.map(base.volumes()));
    labels.putAll(Settings.map(base.labels()));
  }

  /** A variable that is there already gets the new value. */
  private void env(String entry) {
    String name = entry.substring(0, entry.indexOf('=') + 1);
    env.removeIf(present -> !name.isEmpty() && present.startsWith(name));
    env.add(entry);
  }

  private void apply(String line) {
    String[] parts = line.strip().split("\\s+", 2);
    String value = parts.length > 1 ? parts[1].strip() : "";
    if (value.isEmpty()) {
      throw invalid(line);
    }
    switch (parts[0].toUpperCase(Locale.ROOT)) {
      case "CMD" -> command = words(value);
      case "ENTRYPOINT" -> entrypoint = words(value);
      case "ENV" -> pairs(value, line).forEach((name, text) -> env(name + "=" + text));
      case "LABEL" -> labels.putAll(pairs(value, line));
      case "WORKDIR" -> workingDirectory = value;
      case "USER" -> user = value;
      case "STOPSIGNAL" -> stopSignal = value;
      case "HEALTHCHECK" -> health = HealthLine.parse(value);
      case "EXPOSE" -> split(value).forEach(port -> ports.put(withProtocol(port), Map.of()));
      case "VOLUME" ->
          (value.startsWith("[") ? array(value) : split(value))
              .forEach(path -> volumes.put(path, Map.of()));
      default ->
          throw new RuntimeFault(
              RuntimeFault.Kind.INVALID,
              parts[0].toLowerCase(Locale.ROOT) + " is not a valid change command");
    }
  }

  private static List<String> words(String value) {
    return value.startsWith("[") ? array(value) : List.of("/bin/sh", "-c", value);
  }

  static List<String> array(String value) {
    return Json.read(
        value.getBytes(StandardCharsets.UTF_8), new TypeReference<List<String>>() {}, value);
  }

  private static List<String> split(String value) {
    return Arrays.asList(value.split("\\s+", -1));
  }

  private static String withProtocol(String port) {
    return port.contains("/") ? port : port + "/tcp";
  }

  /** {@code NAME=value ...}, or the old {@code NAME value}. */
  private static Map<String, String> pairs(String value, String line) {
    Map<String, String> pairs = new TreeMap<>();
    List<String> words = Words.of(value);
    if (!words.getFirst().contains("=")) {
      String[] old = value.split("\\s+", 2);
      if (old.length < 2) {
        throw invalid(line);
      }
      return Map.of(old[0], old[1]);
    }
    for (String word : words) {
      int equals = word.indexOf('=');
      if (equals < 1) {
        throw invalid(line);
      }
      pairs.put(word.substring(0, equals), word.substring(equals + 1));
    }
    return pairs;
  }

  private static RuntimeFault invalid(String line) {
    return new RuntimeFault(RuntimeFault.Kind.INVALID, "not a change of an image: " + line);
  }
}
