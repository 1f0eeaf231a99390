package dev.pontoon.runtime.image;

import dev.pontoon.runtime.Credentials;
import dev.pontoon.runtime.RuntimeFault;
import dev.pontoon.runtime.files.Command;
import dev.pontoon.runtime.files.Disk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Tries credentials at a registry.
 *
 * @param temporary where skopeo's file of them lies meanwhile
 */
record Login(Skopeo skopeo, Path temporary) {

  void check(String registry, Credentials credentials) {
    Path directory = null;
    try {
      directory = Files.createTempDirectory(temporary, "login");
      List<String> command = skopeo.command("", "login");
      command.add("--tls-verify=" + skopeo.verified(registry));
      command.addAll(List.of("--authfile", directory.resolve("auth.json").toString()));
      command.addAll(List.of("--username=" + credentials.username(), "--password-stdin", registry));
      Command.Outcome outcome = Command.run(command, credentials.password(), _ -> {});
      if (!outcome.succeeded()) {
        throw refused(registry, Skopeo.words(outcome.lastLine()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("login to " + registry + ": " + Disk.reason(e), e);
    } finally {
      if (directory != null) {
        Disk.remove(directory);
      }
    }
  }

  private static RuntimeFault refused(String registry, String words) {
    boolean denied = words.contains("invalid username/password") || words.contains("unauthorized");
    return new RuntimeFault(
        denied ? RuntimeFault.Kind.DENIED : RuntimeFault.Kind.FAILED,
        "login to " + registry + ": " + words);
  }
}
