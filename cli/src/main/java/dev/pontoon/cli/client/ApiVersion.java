package dev.pontoon.cli.client;

/** A version of the Docker Engine API. */
public record ApiVersion(int major, int minor) implements Comparable<ApiVersion> {
  /** The newest that this client speaks. */
  public static final ApiVersion NEWEST = new ApiVersion(1, 47);

  /** Reads {@code 1.47}. */
  public static ApiVersion parse(String text) {
    if (!text.matches("\\d{1,4}\\.\\d{1,4}")) {
      throw new IllegalArgumentException("not an API version: \"" + text + "\"");
    }
    int dot = text.indexOf('.');
    return new ApiVersion(
        Integer.parseInt(text.substring(0, dot)), Integer.parseInt(text.substring(dot + 1)));
  }

  public boolean atLeast(int otherMajor, int otherMinor) {
    return compareTo(new ApiVersion(otherMajor, otherMinor)) >= 0;
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
