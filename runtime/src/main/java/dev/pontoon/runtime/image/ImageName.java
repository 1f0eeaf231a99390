package dev.pontoon.runtime.image;

import dev.pontoon.runtime.RuntimeFault;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A name as Docker's users write it: {@code [registry/]repository[:tag][@digest]}. The default
 * registry is never part of it.
 *
 * @param registry empty for the default one
 * @param tag empty if only a digest was given
 * @param digest empty, or {@code sha256:...}
 */
record ImageName(String registry, String repository, String tag, String digest) {
  private static final Pattern COMPONENT =
      Pattern.compile("[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*");
  private static final Pattern TAG = Pattern.compile("\\w[\\w.-]{0,127}");
  private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");

  /**
   * Reads a name.
   *
   * @param defaultRegistry {@code host[:port][/prefix]}, taken off where it leads the name
   * @throws RuntimeFault if it is none
   */
  static ImageName parse(String text, String defaultRegistry) {
    int at = text.indexOf('@');
    String digest = at < 0 ? "" : text.substring(at + 1);
    String rest = at < 0 ? text : text.substring(0, at);
    int colon = rest.lastIndexOf(':');
    boolean tagged = colon > rest.lastIndexOf('/');
    String tag = tagged ? rest.substring(colon + 1) : digest.isEmpty() ? "latest" : "";
    if (tagged && tag.isEmpty()) {
      throw invalid(text, "");
    }
    String name = withoutDefault(tagged ? rest.substring(0, colon) : rest, defaultRegistry);
    int slash = name.indexOf('/');
    boolean hasRegistry = slash > 0 && isHost(name.substring(0, slash));
    ImageName parsed =
        new ImageName(
            hasRegistry ? name.substring(0, slash) : "",
            hasRegistry ? name.substring(slash + 1) : name,
            tag,
            digest);
    parsed.validate(text);
    return parsed;
  }

  private static String withoutDefault(String name, String defaultRegistry) {
    String prefix = defaultRegistry + "/";
    return !defaultRegistry.isEmpty() && name.startsWith(prefix)
        ? name.substring(prefix.length())
        : name;
  }

  /** Docker's rule: a first part with a dot or a port, or localhost, is a host. */
  private static boolean isHost(String part) {
    return part.contains(".")
        || part.contains(":")
        || part.equals("localhost")
        || !part.equals(part.toLowerCase(Locale.ROOT));
  }

  private void validate(String text) {
    for (String component : repository.split("/", -1)) {
      if (!COMPONENT.matcher(component).matches()) {
        boolean upper = COMPONENT.matcher(component.toLowerCase(Locale.ROOT)).matches();
        throw invalid(text, upper ? ": repository name must be lowercase" : "");
      }
    }
    boolean goodTag = tag.isEmpty() || TAG.matcher(tag).matches();
    boolean goodDigest = digest.isEmpty() || DIGEST.matcher(digest).matches();
    if (!goodTag || !goodDigest) {
      throw invalid(text, "");
    }
  }

  private static RuntimeFault invalid(String text, String reason) {
    return new RuntimeFault(
        RuntimeFault.Kind.INVALID, "invalid reference format" + reason + ": \"" + text + "\"");
  }

  /** The repository with its registry, as Docker shows it. */
  String familiar() {
    return registry.isEmpty() ? repository : registry + "/" + repository;
  }

  /** {@code name:tag}. */
  String tagged() {
    return familiar() + ":" + tag;
  }

  /** {@code name@digest}. */
  String withDigest(String manifest) {
    return familiar() + "@" + manifest;
  }

  /**
   * Where to pull it from, {@code host/repository:tag} or with a digest.
   *
   * @throws RuntimeFault if it is a short name and there is no default registry
   */
  String remote(String defaultRegistry) {
    if (registry.isEmpty() && defaultRegistry.isEmpty()) {
      throw new RuntimeFault(
          RuntimeFault.Kind.INVALID,
          "cannot pull "
              + tagged()
              + ": the name has no registry and no default registry is configured");
    }
    String base = registry.isEmpty() ? defaultRegistry + "/" + repository : familiar();
    return digest.isEmpty() ? base + ":" + tag : base + "@" + digest;
  }

  /** The host, with its port, that it is pulled from. */
  String host(String defaultRegistry) {
    String remote = remote(defaultRegistry);
    return remote.substring(0, remote.indexOf('/'));
  }
}
