package dev.pontoon.daemon.edge;

import dev.pontoon.daemon.http.HttpError;
import dev.pontoon.daemon.http.Json;
import dev.pontoon.runtime.ImageInfo;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** What an image runs on: {@code linux/arm64}. */
public record Platform(String os, String architecture) {
  private static final Pattern FORM = Pattern.compile("([a-z0-9_]+)/([a-z0-9_]+)(/[a-z0-9_.]+)?");

  /**
   * Parses {@code os/architecture}; a variant is passed over.
   *
   * @throws HttpError 400 if it is anything else
   */
  public static Platform parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw HttpError.invalid(
          "\"%s\": invalid platform: os/architecture is expected, such as linux/amd64"
              .formatted(text));
    }
    String architecture =
        switch (matcher.group(2)) {
          case "x86_64" -> "amd64";
          case "aarch64" -> "arm64";
          default -> matcher.group(2);
        };
    return new Platform(matcher.group(1), architecture);
  }

  /**
   * Parses a platform of the OCI image specification: {@code {"os": "linux", "architecture":
   * "amd64"}}; what else it says is passed over.
   *
   * @throws HttpError 400 if it is anything else
   */
  public static Platform parseJson(String text) {
    JsonNode tree;
    try {
      tree = Json.parse(text);
    } catch (JacksonException e) {
      throw HttpError.invalid("failed to parse platform: " + text);
    }
    Platform platform =
        new Platform(tree.path("os").asString(""), tree.path("architecture").asString(""));
    if (platform.os.isEmpty() || platform.architecture.isEmpty()) {
      throw HttpError.invalid("both OS and Architecture must be provided");
    }
    return platform;
  }

  /**
   * Refuses an image for another one.
   *
   * @param reference the image as it was asked for
   * @throws HttpError 404
   */
  public void require(String reference, ImageInfo image) {
    if (!is(image.os(), image.architecture())) {
      throw HttpError.notFound(
          ("image with reference %s was found but its platform (%s/%s) does not match the specified"
                  + " platform (%s)")
              .formatted(reference, image.os(), image.architecture(), this));
    }
  }

  /** Whether it is this one; what an image does not say may be anything. */
  public boolean is(String otherOs, String otherArchitecture) {
    return (otherOs.isEmpty() || otherOs.equals(os))
        && (otherArchitecture.isEmpty() || otherArchitecture.equals(architecture));
  }

  @Override
  public String toString() {
    return os + "/" + architecture;
  }
}
