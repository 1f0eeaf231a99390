package dev.pontoon.cli.parse;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code -v}, {@code --mount} and {@code --tmpfs}. */
public final class Volumes {
  private Volumes() {}

  /** Whether {@code -v} names only a place in the container, for an anonymous volume. */
  public static boolean isAnonymous(String volume) {
    return !volume.contains(":");
  }

  /** {@code source:target[:options]}, a relative source made absolute. */
  public static String bind(String volume, Path directory) {
    List<String> parts = List.of(volume.split(":", -1));
    if (parts.size() > 3 || parts.get(0).isEmpty() || parts.get(1).isEmpty()) {
      throw new IllegalArgumentException(
          "invalid spec: " + volume + ": empty section between colons or too many colons");
    }
    if (!parts.get(1).startsWith("/")) {
      throw new IllegalArgumentException(
          "invalid volume specification: '" + volume + "': mount path must be absolute");
    }
    String source = parts.get(0);
    boolean relative =
        source.equals(".")
            || source.equals("..")
            || source.startsWith("./")
            || source.startsWith("../");
    return relative
        ? directory.resolve(source).normalize() + volume.substring(source.length())
        : volume;
  }

  /** One {@code --mount}, in the API's words. */
  public static Map<String, Object> mount(String text) {
    Map<String, Object> mount = new LinkedHashMap<>();
    mount.put("Type", "volume");
    Map<String, Object> tmpfs = new LinkedHashMap<>();
    Map<String, Object> bind = new LinkedHashMap<>();
    Csv.pairs(text)
        .forEach((key, values) -> {
          String value = values.getLast();
          switch (key) {
            case "type" -> mount.put("Type", value);
            case "source", "src" -> mount.put("Source", value);
            case "target", "dst", "destination" -> mount.put("Target", value);
            case "readonly", "ro" -> mount.put("ReadOnly", truth(value, text));
            case "bind-propagation" -> bind.put("Propagation", value);
            case "tmpfs-size" -> tmpfs.put("SizeBytes", Sizes.bytes(value));
            case "tmpfs-mode" -> tmpfs.put("Mode", mode(value));
            default ->
                throw new IllegalArgumentException(
                    "invalid argument \""
                        + text
                        + "\" for \"--mount\" flag: unknown option '"
                        + key
                        + "'");
          }
        });
    if (!mount.containsKey("Target")) {
      throw new IllegalArgumentException(
          "invalid argument \"" + text + "\" for \"--mount\" flag: target is required");
    }
    if (!bind.isEmpty()) {
      mount.put("BindOptions", bind);
    }
    if (!tmpfs.isEmpty()) {
      mount.put("TmpfsOptions", tmpfs);
    }
    return mount;
  }

  private static int mode(String octal) {
    if (!octal.matches("[0-7]{1,5}")) {
      throw new IllegalArgumentException("invalid value for tmpfs-mode: " + octal);
    }
    return Integer.parseInt(octal, 8);
  }

  private static boolean truth(String value, String text) {
    return switch (value) {
      case "", "true", "1" -> true;
      case "false", "0" -> false;
      default ->
          throw new IllegalArgumentException(
              "invalid value for readonly: " + value + " in " + text);
    };
  }

  /** {@code --tmpfs path[:options]} of each, by path. */
  public static Map<String, String> tmpfs(List<String> texts) {
    Map<String, String> tmpfs = new LinkedHashMap<>();
    for (String text : texts) {
      int colon = text.indexOf(':');
      tmpfs.put(
          colon < 0 ? text : text.substring(0, colon), colon < 0 ? "" : text.substring(colon + 1));
    }
    return tmpfs;
  }

  /** {@code --device host[:container[:rwm]]} of each, in the API's words. */
  public static List<Map<String, Object>> devices(List<String> texts) {
    List<Map<String, Object>> devices = new ArrayList<>();
    for (String text : texts) {
      String[] parts = text.split(":", -1);
      boolean modeSecond = parts.length == 2 && parts[1].matches("[rwm]{1,3}");
      devices.add(
          Map.of(
              "PathOnHost", parts[0],
              "PathInContainer", parts.length > 1 && !modeSecond ? parts[1] : parts[0],
              "CgroupPermissions", parts.length > 2 ? parts[2] : modeSecond ? parts[1] : "rwm"));
    }
    return devices;
  }
}
