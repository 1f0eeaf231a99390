package dev.pontoon.daemon.edge;

import dev.pontoon.daemon.http.HttpError;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * What Docker's requests may ask for and this daemon can't do, by member: refused by its name
 * rather than passed over. A default, such as clients write into every request, asks for nothing.
 */
final class Refusals {
  private static final Map<String, String> OF_HOSTS =
      lower(
          Map.ofEntries(
              Map.entry("CpuCount", "Windows' limits"),
              Map.entry("CpuPercent", "Windows' limits"),
              Map.entry("IOMaximumIOps", "Windows' limits"),
              Map.entry("IOMaximumBandwidth", "Windows' limits"),
              Map.entry("DeviceRequests", "devices by driver, such as GPUs"),
              Map.entry("StorageOpt", "options of the storage driver"),
              Map.entry("Cgroup", "another container's cgroup")));

  /** What the runtime does not change of a container that there is already. */
  private static final Map<String, String> OF_UPDATES =
      lower(
          Map.of(
              "BlkioWeightDevice", "changes of a block device's limits",
              "BlkioDeviceReadBps", "changes of a block device's limits",
              "BlkioDeviceWriteBps", "changes of a block device's limits",
              "BlkioDeviceReadIOps", "changes of a block device's limits",
              "BlkioDeviceWriteIOps", "changes of a block device's limits"));

  private static final Set<String> NOTHING = Set.of("", "0", "false", "-1");

  private Refusals() {}

  /** Names are read in any case. */
  private static Map<String, String> lower(Map<String, String> names) {
    Map<String, String> all = new TreeMap<>();
    names.forEach((name, why) -> all.put(name.toLowerCase(Locale.ROOT), why));
    return all;
  }

  /**
   * Looks through a host configuration.
   *
   * @param prefix of the members' names
   * @throws HttpError 501 that names the first that asks for what there is not
   */
  static void check(JsonNode host, String prefix) {
    check(host, prefix, OF_HOSTS);
  }

  /**
   * Looks through an update.
   *
   * @throws HttpError 501 that names the first that asks for what there is not
   */
  static void checkUpdate(JsonNode update) {
    check(update, "", OF_HOSTS);
    check(update, "", OF_UPDATES);
  }

  private static void check(JsonNode object, String prefix, Map<String, String> refused) {
    for (Map.Entry<String, JsonNode> member : object.properties()) {
      String why = refused.get(member.getKey().toLowerCase(Locale.ROOT));
      if (why != null && !isDefault(member.getValue())) {
        throw HttpError.unsupported(
            "%s%s: %s are not supported".formatted(prefix, member.getKey(), why));
      }
    }
  }

  private static boolean isDefault(JsonNode value) {
    return value.isContainer() ? value.isEmpty() : NOTHING.contains(value.asString(""));
  }

  /** A member by its name in any case; a missing node if there is none. */
  static JsonNode member(JsonNode object, String name) {
    for (Map.Entry<String, JsonNode> member : object.properties()) {
      if (member.getKey().equalsIgnoreCase(name)) {
        return member.getValue();
      }
    }
    return object.path(name);
  }
}
