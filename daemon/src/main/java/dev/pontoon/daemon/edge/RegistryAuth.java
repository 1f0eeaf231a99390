package dev.pontoon.daemon.edge;

import dev.pontoon.api.AuthConfig;
import dev.pontoon.daemon.http.HttpError;
import dev.pontoon.daemon.http.Json;
import dev.pontoon.runtime.Credentials;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Objects;
import tools.jackson.core.JacksonException;

/** Who asks a registry, as Docker's clients tell it. */
public final class RegistryAuth {
  /** The header that carries it. */
  public static final String HEADER = "X-Registry-Auth";

  private RegistryAuth() {}

  /**
   * The credentials of a header: JSON in base64, of either alphabet.
   *
   * @throws HttpError 400 if it is anything else
   */
  public static Credentials parse(String header) {
    if (header.isEmpty()) {
      return Credentials.NONE;
    }
    try {
      String plain = header.replace('-', '+').replace('_', '/');
      byte[] json = Base64.getMimeDecoder().decode(plain);
      String text = new String(json, StandardCharsets.UTF_8);
      return credentials(Json.as(Json.parse(text), AuthConfig.class));
    } catch (IllegalArgumentException | JacksonException e) {
      throw HttpError.invalid("invalid " + HEADER + " header: it is no JSON in base64");
    }
  }

  /** The credentials of a request's body. */
  public static Credentials credentials(AuthConfig config) {
    return new Credentials(
        Objects.requireNonNullElse(config.username(), ""),
        Objects.requireNonNullElse(config.password(), ""));
  }

  /** The registry that a request's body names, without its scheme and path. */
  public static String server(AuthConfig config) {
    String address = Objects.requireNonNullElse(config.serverAddress(), "");
    return address.replaceFirst("^https?://", "").replaceFirst("/.*$", "");
  }
}
