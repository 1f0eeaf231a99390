package dev.pontoon.daemon.edge;

import java.util.List;

/**
 * Names of images as users write them. Docker's client puts its own registry before a short name
 * ({@code docker.io/library/busybox}); here a short name is one of the default registry, whichever
 * that is.
 */
public final class ImageNames {
  private static final List<String> PREFIXES =
      List.of("docker.io/library/", "index.docker.io/library/", "docker.io/", "index.docker.io/");

  private ImageNames() {}

  /** The name without what Docker's client put before it. */
  public static String familiar(String reference) {
    return PREFIXES.stream()
        .filter(reference::startsWith)
        .findFirst()
        .map(p -> reference.substring(p.length()))
        .orElse(reference);
  }

  /** The name with the tag that it has when none is given. */
  public static String tagged(String reference) {
    String name = familiar(reference);
    boolean whole = name.contains("@") || name.lastIndexOf(':') > name.lastIndexOf('/');
    return whole ? name : name + ":latest";
  }

  /** A name and a tag or digest, which may be empty, as one. */
  public static String join(String name, String tag) {
    if (tag.isEmpty()) {
      return familiar(name);
    }
    return familiar(name) + (tag.startsWith("sha256:") ? "@" : ":") + tag;
  }
}
