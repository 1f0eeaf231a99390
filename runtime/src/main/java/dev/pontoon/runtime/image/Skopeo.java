package dev.pontoon.runtime.image;

import dev.pontoon.runtime.Credentials;
import dev.pontoon.runtime.RuntimeOptions;
import dev.pontoon.runtime.files.Disk;
import dev.pontoon.runtime.files.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** Command lines of skopeo(1), which talks to registries. */
final class Skopeo {
  private static final Path POLICY = Path.of("/etc/containers/policy.json");

  private final RuntimeOptions options;
  private final InsecureRegistries insecure;

  Skopeo(RuntimeOptions options) {
    this.options = options;
    this.insecure = new InsecureRegistries(options.insecureRegistries());
  }

  /**
   * A command without its arguments, in the namespace that registries are reached from.
   *
   * @param platform {@code os/architecture}; empty for this machine's
   */
  List<String> command(String platform, String verb) {
    List<String> command = new ArrayList<>();
    if (options.hostNamespace() != null) {
      command.addAll(List.of("/usr/bin/nsenter", "--net=" + options.hostNamespace(), "--"));
    }
    command.add("/usr/bin/skopeo");
    if (!Files.exists(POLICY)) {
      command.add("--insecure-policy"); // without a policy skopeo takes nothing at all
    }
    if (!platform.isEmpty()) {
      String[] parts = platform.split("/", -1);
      command.addAll(List.of("--override-os", parts[0]));
      if (parts.length > 1) {
        command.addAll(List.of("--override-arch", Platforms.machine(parts[1])));
      }
    }
    command.add(verb);
    return command;
  }

  /** Whether a registry's certificate must be good, for one of skopeo's {@code -tls-verify}s. */
  String verified(String host) {
    return String.valueOf(!insecure.contains(host));
  }

  /** Writes credentials where skopeo reads them, and not onto a command line that all can see. */
  static List<String> authorized(String host, Credentials credentials, Path directory) {
    if (!credentials.given()) {
      return List.of();
    }
    String pair = credentials.username() + ":" + credentials.password();
    String encoded = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    Path file = directory.resolve("auth.json");
    Disk.replace(file, Json.write(Map.of("auths", Map.of(host, Map.of("auth", encoded)))));
    return List.of("--authfile", file.toString());
  }

  /** The error itself out of skopeo's last line: {@code time=... level=fatal msg="..."}. */
  static String words(String line) {
    int start = line.indexOf("msg=\"");
    String words = start < 0 ? line : line.substring(start + 5).replaceAll("\"$", "");
    return words.replace("\\\"", "\"");
  }
}
