package dev.pontoon.daemon.http;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A version of the Docker Engine API. */
public record ApiVersion(int major, int minor) implements Comparable<ApiVersion> {
  /** The newest that is spoken here. */
  public static final ApiVersion NEWEST = new ApiVersion(1, 52);

  /** The oldest that is spoken here. */
  public static final ApiVersion OLDEST = new ApiVersion(1, 24);

  private static final String COMPOSE_1 = "docker-compose/1.";
  private static final ApiVersion OF_COMPOSE_1 = new ApiVersion(1, 41);

  private static final Pattern PREFIX = Pattern.compile("/v(\\d{1,4})\\.(\\d{1,4})(/.*)");

  /** A path taken apart. */
  record Versioned(ApiVersion version, String path) {}

  /**
   * Takes the version off a path; a path without one is of the newest.
   *
   * @throws HttpError if the version is not spoken here
   */
  static Versioned split(String path) {
    Matcher matcher = PREFIX.matcher(path);
    if (!matcher.matches()) {
      return new Versioned(NEWEST, path);
    }
    ApiVersion version =
        new ApiVersion(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
    version.check();
    return new Versioned(version, matcher.group(3));
  }

  private void check() {
    if (compareTo(NEWEST) > 0) {
      throw HttpError.invalid(
          "client version %s is too new. Maximum supported API version is %s"
              .formatted(this, NEWEST));
    }
    if (compareTo(OLDEST) < 0) {
      throw HttpError.invalid(
          ("client version %s is too old. Minimum supported API version is %s, "
                  + "please upgrade your client to a newer version")
              .formatted(this, OLDEST));
    }
  }

  /**
   * What a client understands of the version that it asks for. docker-compose 1 asks for the newest
   * there is, and then reads what went from it since: with newer Dockers it ends with a KeyError.
   */
  ApiVersion understoodBy(String userAgent) {
    return userAgent.startsWith(COMPOSE_1) && compareTo(OF_COMPOSE_1) > 0 ? OF_COMPOSE_1 : this;
  }

  /** Whether this is the given version of 1.x or a later one. */
  public boolean atLeast(int minorVersion) {
    return compareTo(new ApiVersion(1, minorVersion)) >= 0;
  }

  @Override
  public int compareTo(ApiVersion other) {
    return major != other.major
        ? Integer.compare(major, other.major)
        : Integer.compare(minor, other.minor);
  }

  @Override
  public String toString() {
    return major + "." + minor;
  }
}
