package dev.pontoon.cli.client;

import dev.pontoon.cli.http.Endpoint;
import dev.pontoon.cli.http.Hijacked;
import dev.pontoon.cli.http.HttpConnection;
import dev.pontoon.cli.http.Request;
import dev.pontoon.cli.http.Response;
import dev.pontoon.cli.http.Upgrade;
import dev.pontoon.cli.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Speaks to one daemon. A connection a request: over a unix socket it costs microseconds. */
public final class Client {
  private final Endpoint endpoint;
  private @Nullable ApiVersion version;

  /**
   * A client of the daemon at an endpoint.
   *
   * @param version the version to speak, or null for the newest that both sides know
   */
  public Client(Endpoint endpoint, @Nullable ApiVersion version) {
    this.endpoint = endpoint;
    this.version = version;
  }

  /** The version that is spoken; asks the daemon the first time. */
  public ApiVersion version() throws IOException {
    if (version == null) {
      version = negotiate();
    }
    return version;
  }

  public Endpoint endpoint() {
    return endpoint;
  }

  private ApiVersion negotiate() throws IOException {
    try (Response ping =
        HttpConnection.open(endpoint).send(Request.of("HEAD", "/_ping").with("Accept", "*/*"))) {
      String newest = ping.header("api-version");
      if (newest.isEmpty()) {
        return ApiVersion.NEWEST;
      }
      ApiVersion theirs = ApiVersion.parse(newest);
      return theirs.compareTo(ApiVersion.NEWEST) < 0 ? theirs : ApiVersion.NEWEST;
    }
  }

  public Json get(Target target) throws IOException {
    return call("GET", target, null);
  }

  public Json post(Target target) throws IOException {
    return call("POST", target, null);
  }

  /** Posts a tree as JSON. */
  public Json post(Target target, Object body) throws IOException {
    return call("POST", target, body);
  }

  public Json delete(Target target) throws IOException {
    return call("DELETE", target, null);
  }

  private Json call(String method, Target target, @Nullable Object body) throws IOException {
    try (Response response = open(request(method, target, body))) {
      String text = response.text();
      return text.isBlank() || !response.header("content-type").contains("json")
          ? Json.NULL
          : Json.parse(text);
    }
  }

  /** Posts a tree as JSON and gives the answer as the text it is. */
  public String postForText(Target target, Object body) throws IOException {
    try (Response response = open(request("POST", target, body).with("Accept", "text/plain"))) {
      return response.text();
    }
  }

  /** Sends a request and gives the open answer. */
  public Response open(String method, Target target) throws IOException {
    return open(request(method, target, null));
  }

  /** Sends a body of a content type and gives the open answer. */
  public Response open(String method, Target target, Request.Body body, String contentType)
      throws IOException {
    return open(request(method, target, null).with(body, contentType));
  }

  private Response open(Request request) throws IOException {
    Response response = HttpConnection.open(endpoint).send(request);
    if (response.status() >= 400) {
      throw refused(response);
    }
    return response;
  }

  /** Turns the connection into a raw stream. */
  public Hijacked hijack(Target target, @Nullable Object body) throws IOException {
    return switch (HttpConnection.open(endpoint).upgrade(request("POST", target, body))) {
      case Upgrade.Done done -> done.stream();
      case Upgrade.Refused refused -> throw refused(refused.response());
    };
  }

  /** A response's documents, one a line, to its end. */
  public static void eachLine(Response response, DocumentConsumer consumer) throws IOException {
    try (response;
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.isBlank()) {
          consumer.accept(Json.parse(line));
        }
      }
    }
  }

  /** Takes one document. */
  @FunctionalInterface
  public interface DocumentConsumer {
    void accept(Json document) throws IOException;
  }

  private Request request(String method, Target target, @Nullable Object body) throws IOException {
    Request request = Request.of(method, "/v" + version() + target);
    return body == null
        ? request
        : request.with(
            new Request.Bytes(Json.write(body).getBytes(StandardCharsets.UTF_8)),
            "application/json");
  }

  private static ApiException refused(Response response) throws IOException {
    try (response) {
      String text = response.text().strip();
      String message = text.startsWith("{") ? Json.parse(text).get("message").text() : text;
      return new ApiException(
          response.status(),
          message.isEmpty() ? "HTTP status " + response.status() : message.strip());
    }
  }
}
