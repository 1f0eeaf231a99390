package dev.pontoon.daemon.edge;

import dev.pontoon.api.ContainerConfig;
import dev.pontoon.daemon.http.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The configuration in a commit call as the lines of a Dockerfile that say the same. */
public final class CommitChanges {
  private CommitChanges() {}

  /** The lines for what a configuration sets. */
  public static List<String> of(ContainerConfig config) {
    List<String> lines = new ArrayList<>();
    array(lines, "ENTRYPOINT", config.entrypoint());
    array(lines, "CMD", config.cmd());
    config.env().forEach(entry -> pair(lines, "ENV", entry));
    config.labels().forEach((name, value) -> pair(lines, "LABEL", name + "=" + value));
    config.exposedPorts().keySet().forEach(port -> lines.add("EXPOSE " + port));
    if (!config.volumes().isEmpty()) {
      array(lines, "VOLUME", List.copyOf(config.volumes().keySet()));
    }
    word(lines, "WORKDIR", config.workingDir());
    word(lines, "USER", config.user());
    word(lines, "STOPSIGNAL", config.stopSignal());
    return lines;
  }

  private static void array(List<String> lines, String instruction, @Nullable List<String> words) {
    if (words != null) {
      lines.add(instruction + " " + new String(Json.bytes(words), StandardCharsets.UTF_8));
    }
  }

  private static void word(List<String> lines, String instruction, @Nullable String word) {
    if (word != null && !word.isEmpty()) {
      lines.add(instruction + " " + word);
    }
  }

  /** The old form without an equals sign, as in the other the value would end at a space. */
  private static void pair(List<String> lines, String instruction, String entry) {
    int equals = entry.indexOf('=');
    boolean hasValue = equals > 0 && !entry.substring(equals + 1).isBlank();
    lines.add(
        instruction
            + " "
            + (hasValue ? entry.substring(0, equals) + " " + entry.substring(equals + 1) : entry));
  }
}
