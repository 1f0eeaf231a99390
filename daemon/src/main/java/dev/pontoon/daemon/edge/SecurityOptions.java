package dev.pontoon.daemon.edge;

import dev.pontoon.daemon.http.HttpError;
import java.util.List;
import java.util.Set;

/** The form of {@code --security-opt}. */
final class SecurityOptions {
  private static final Set<String> KEYS =
      Set.of("seccomp", "apparmor", "label", "no-new-privileges", "systempaths");
  private static final Set<String> WORDS = Set.of("no-new-privileges", "disable");

  private SecurityOptions() {}

  /**
   * Refuses what Docker refuses.
   *
   * @throws HttpError 400
   */
  static void check(List<String> options) {
    for (String option : options) {
      String[] parts = option.split(option.contains("=") ? "=" : ":", 2);
      boolean known = parts.length == 2 ? KEYS.contains(parts[0]) : WORDS.contains(option);
      if (!known) {
        throw HttpError.invalid("invalid --security-opt: \"" + option + "\"");
      }
      if (parts.length == 2
          && parts[0].equals("no-new-privileges")
          && !List.of("true", "false").contains(parts[1])) {
        throw HttpError.invalid("invalid --security-opt: \"" + option + "\"");
      }
    }
  }
}
