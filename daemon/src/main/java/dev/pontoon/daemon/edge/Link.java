package dev.pontoon.daemon.edge;

import dev.pontoon.daemon.http.HttpError;

/**
 * A link to another container (Docker's {@code --link}).
 *
 * @param target the other container's name or id
 * @param alias what it is called in the container that links to it
 */
public record Link(String target, String alias) {
  /**
   * Reads {@code name}, {@code name:alias}, or what inspect shows: {@code /name:/container/alias}.
   *
   * @throws HttpError 400, in Docker's words
   */
  public static Link parse(String text) {
    String[] parts = text.split(":", -1);
    if (text.isEmpty()) {
      throw HttpError.invalid("empty string specified for links");
    }
    if (parts.length > 2 || parts[0].isEmpty() || parts[parts.length - 1].isEmpty()) {
      throw HttpError.invalid("bad format for links: " + text);
    }
    String alias = parts[parts.length - 1];
    return parts[0].startsWith("/")
        ? new Link(parts[0].substring(1), alias.substring(alias.lastIndexOf('/') + 1))
        : new Link(parts[0], alias);
  }

  /** The text that {@link #parse} reads. */
  @Override
  public String toString() {
    return target + ":" + alias;
  }
}
