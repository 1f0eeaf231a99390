package dev.pontoon.runtime.image;

import dev.pontoon.runtime.ProgressListener;
import dev.pontoon.runtime.RuntimeFault;
import dev.pontoon.runtime.RuntimeOptions;
import dev.pontoon.runtime.files.Command;
import dev.pontoon.runtime.files.Disk;
import dev.pontoon.runtime.files.Json;
import dev.pontoon.runtime.image.Manifest.Index;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Fetches images from registries with skopeo(1). */
final class Puller {
  private static final int WIDTH = 200; // columns, in which skopeo's bars have their numbers

  private final ImageStore store;
  private final RuntimeOptions options;
  private final InsecureRegistries insecure;

  Puller(ImageStore store, RuntimeOptions options) {
    this.store = store;
    this.options = options;
    this.insecure = new InsecureRegistries(options.insecureRegistries());
  }

  /** Fetches an image; nothing of it stays if that fails. */
  StoredImage pull(ImageName name, String platform, ProgressListener progress) {
    String remote = name.remote(options.defaultRegistry());
    String verify = "--src-tls-verify=" + !insecure.contains(name.host(options.defaultRegistry()));
    progress.status(name.tag(), "Pulling from " + name.repository(), 0, 0);
    Path directory = null;
    try {
      directory = Files.createTempDirectory(store.temporary(), "pull");
      Path shared = Files.createDirectories(directory.resolve("blobs/sha256"));
      store.blobs.linkInto(shared); // skopeo fetches only what is not there
      Path layout = directory.resolve("layout");
      List<String> command = skopeo(platform, "copy", verify);
      command.addAll(List.of("--dest-shared-blob-dir", directory.resolve("blobs").toString()));
      command.addAll(List.of("docker://" + remote, "oci:" + layout + ":pulled"));
      CopyProgress copied = new CopyProgress(progress);
      Command.Outcome outcome = onTerminal(command, directory.resolve("errors"), copied);
      if (!outcome.succeeded()) {
        throw failed(name, outcome.lastLine());
      }
      Index index = Json.read(layout.resolve("index.json"), Index.class);
      String manifest = index.entries().getFirst().digest();
      String digest = remoteDigest(name, remote, platform, verify, manifest);
      List<String> names = name.digest().isEmpty() ? List.of(name.tagged()) : List.of();
      boolean known = known(manifest, names);
      StoredImage image = keep(shared, manifest, names, name.withDigest(digest));
      copied.kept();
      progress.status("", "Digest: " + digest, 0, 0);
      progress.status(
          "",
          "Status: "
              + (known ? "Image is up to date for " : "Downloaded newer image for ")
              + (names.isEmpty() ? name.withDigest(digest) : name.tagged()),
          0,
          0);
      return image;
    } catch (IOException e) {
      throw new UncheckedIOException("pull " + name.tagged() + ": " + Disk.reason(e), e);
    } finally {
      if (directory != null) {
        Disk.remove(directory);
      }
    }
  }

  private boolean known(String manifest, List<String> names) {
    return store.images().stream()
        .anyMatch(image ->
            image.manifest().digest().equals(manifest) && image.names().containsAll(names));
  }

  /** Under the store's lock, so that no removal takes away what is not yet named. */
  private StoredImage keep(Path shared, String manifest, List<String> names, String digest) {
    synchronized (store) {
      for (Path blob : Disk.list(shared)) {
        store.blobs.adopt(blob, Digest.PREFIX + blob.getFileName());
      }
      return store.install(manifest, names, List.of(digest));
    }
  }

  /** The registry's own digest: skopeo may have converted the manifest on its way. */
  private String remoteDigest(
      ImageName name, String remote, String platform, String verify, String converted) {
    if (!name.digest().isEmpty()) {
      return name.digest();
    }
    List<String> command = skopeo(platform, "inspect", verify.replace("--src-tls", "--tls"));
    command.addAll(List.of("--no-tags", "--format", "{{.Digest}}", "docker://" + remote));
    Command.Outcome outcome = Command.run(command);
    String digest = outcome.output().strip();
    return outcome.succeeded() && Digest.isOne(digest) ? digest : converted;
  }

  private List<String> skopeo(String platform, String verb, String verify) {
    List<String> command = new ArrayList<>();
    if (options.hostNamespace() != null) {
      command.addAll(List.of("nsenter", "--net=" + options.hostNamespace(), "--"));
    }
    command.add("skopeo");
    if (!policyExists()) {
      command.add("--insecure-policy"); // without a policy skopeo takes nothing at all
    }
    if (!platform.isEmpty()) {
      String[] parts = platform.split("/", -1);
      command.addAll(List.of("--override-os", parts[0]));
      if (parts.length > 1) {
        command.addAll(List.of("--override-arch", Platforms.machine(parts[1])));
      }
    }
    command.addAll(List.of(verb, verify));
    return command;
  }

  private static boolean policyExists() {
    return Files.exists(Path.of("/etc/containers/policy.json"));
  }

  /** It tells how far it is on a terminal only; its errors go to a file, for their plain form. */
  private static Command.Outcome onTerminal(
      List<String> command, Path errors, CopyProgress progress) {
    String line =
        command.stream()
            .map(Puller::quoted)
            .collect(
                Collectors.joining(
                    " ", "stty cols " + WIDTH + "; exec ", " 2>" + quoted(errors.toString())));
    Command.Outcome outcome =
        Command.run(
            List.of("env", "SHELL=/bin/sh", "script", "-qefc", line, "/dev/null"), progress::line);
    byte[] said = Disk.readIfPresent(errors);
    return said == null || said.length == 0
        ? outcome
        : new Command.Outcome(outcome.exitCode(), new String(said, StandardCharsets.UTF_8));
  }

  private static String quoted(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }

  private static RuntimeFault failed(ImageName name, String line) {
    int start = line.indexOf("msg=\"");
    String words = start < 0 ? line : line.substring(start + 5).replaceAll("\"$", "");
    boolean unknown =
        words.contains("manifest unknown")
            || words.contains("name unknown")
            || words.contains("not found");
    return new RuntimeFault(
        unknown ? RuntimeFault.Kind.NOT_FOUND : RuntimeFault.Kind.FAILED,
        unknown
            ? "manifest for " + name.tagged() + " not found: " + words.replace("\\\"", "\"")
            : "pull " + name.tagged() + ": " + words.replace("\\\"", "\""));
  }
}
