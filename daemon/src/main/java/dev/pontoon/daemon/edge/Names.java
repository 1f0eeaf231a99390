package dev.pontoon.daemon.edge;

import dev.pontoon.daemon.http.HttpError;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/** Names of containers and networks. */
public final class Names {
  private static final Pattern VALID = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]+");
  private static final List<String> ADJECTIVES =
      List.of(
          "able", "brisk", "calm", "daring", "eager", "fair", "gentle", "hardy", "keen", "light",
          "merry", "noble", "patient", "quick", "ready", "steady", "swift", "tidal", "upbeat",
          "vivid", "wide", "young");
  private static final List<String> NOUNS =
      List.of(
          "anchor",
          "barge",
          "bridge",
          "canal",
          "causeway",
          "dock",
          "estuary",
          "ferry",
          "harbour",
          "isthmus",
          "jetty",
          "keel",
          "lock",
          "mooring",
          "narrows",
          "oar",
          "pier",
          "quay",
          "raft",
          "strait",
          "towpath",
          "viaduct",
          "wharf");

  private static final String UNWELCOME = "/\\'\"`$;";
  private static final int LONGEST_NETWORK = 128;

  private Names() {}

  /**
   * The name of a container as a request gives it; clients of old put a slash before it.
   *
   * @throws HttpError 400 if it can't be one
   */
  public static String container(String name) {
    String bare = name.startsWith("/") ? name.substring(1) : name;
    check("container", bare);
    return bare;
  }

  /**
   * Refuses what can't be a network's name. Docker takes more; but names stand in listings, and in
   * the command lines of a dry run, which people paste.
   *
   * @throws HttpError 400
   */
  static void checkNetwork(String name) {
    if (name.length() > LONGEST_NETWORK
        || !name.equals(name.strip())
        || name.chars().anyMatch(c -> c < ' ' || c == 0x7f || UNWELCOME.indexOf(c) >= 0)) {
      throw HttpError.invalid("invalid network name: \"" + name + "\"");
    }
  }

  private static void check(String what, String name) {
    if (!VALID.matcher(name).matches()) {
      throw HttpError.invalid(
          "Invalid %s name (%s), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed".formatted(what, name));
    }
  }

  /** A name for a container that was given none. */
  public static String random(RandomGenerator random) {
    return pick(ADJECTIVES, random) + "_" + pick(NOUNS, random) + random.nextInt(1000);
  }

  private static String pick(List<String> words, RandomGenerator random) {
    return words.get(random.nextInt(words.size()));
  }
}
