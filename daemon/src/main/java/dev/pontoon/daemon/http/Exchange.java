package dev.pontoon.daemon.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.eclipse.jetty.websocket.core.exception.WebSocketException;
import org.eclipse.jetty.websocket.server.ServerWebSocketContainer;
import tools.jackson.databind.JsonNode;

/** A request and its answer, which is given once. Everything blocks, on a virtual thread. */
public final class Exchange {
  private static final Set<String> FALSE = Set.of("", "0", "no", "false", "none");

  private static final byte[] HEAD =
      "HTTP/1.1 200 OK\r\nContent-Type: application/vnd.docker.raw-stream\r\n\r\n"
          .getBytes(StandardCharsets.US_ASCII);
  private static final int LARGEST_DOCUMENT = 4 << 20;

  private final Request request;
  private final Response response;
  private final Callback callback;
  private final ApiVersion version;
  private final Map<String, String> parameters;
  private final Fields query;
  private boolean hijacked;

  Exchange(
      Request request,
      Response response,
      Callback callback,
      ApiVersion version,
      Map<String, String> parameters) {
    this.request = request;
    this.response = response;
    this.callback = callback;
    this.version = version;
    this.parameters = parameters;
    this.query = Request.extractQueryParameters(request);
  }

  /** The version of the API that the client speaks. */
  public ApiVersion version() {
    return version;
  }

  /** The request's method. */
  public String method() {
    return request.getMethod();
  }

  /** The request's path as it came. */
  public String path() {
    return request.getHttpURI().getPath();
  }

  /** What a placeholder of the route stands for. */
  public String parameter(String name) {
    String value = parameters.get(name);
    if (value == null) {
      throw new IllegalStateException("the route has no {" + name + "}");
    }
    return value;
  }

  /** A parameter of the query; empty if absent. */
  public String query(String name) {
    String value = query.getValue(name);
    return value == null ? "" : value;
  }

  /** All values of a parameter of the query. */
  public List<String> queryAll(String name) {
    return query.getValuesOrEmpty(name);
  }

  /** Whether a parameter of the query is true, in Docker's sense: neither 0, no, false nor none. */
  public boolean flag(String name) {
    return !FALSE.contains(query(name).strip().toLowerCase(Locale.ROOT));
  }

  /**
   * A number of the query.
   *
   * @throws HttpError 400 if it is none
   */
  public int number(String name, int absent) {
    String text = query(name);
    try {
      return text.isEmpty() ? absent : Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw HttpError.invalid("invalid value \"%s\" for %s".formatted(text, name));
    }
  }

  /**
   * A number of the query that must be there, of at most nine digits.
   *
   * @param what it is, for the error
   * @throws HttpError 400 if it is anything else
   */
  public int size(String name, String what) {
    String text = query(name);
    if (!text.matches("[0-9]{1,9}")) {
      throw HttpError.invalid("invalid %s \"%s\": invalid syntax".formatted(what, text));
    }
    return Integer.parseInt(text);
  }

  /** A header of the request; empty if absent. */
  public String header(String name) {
    String value = request.getHeaders().get(name);
    return value == null ? "" : value;
  }

  /** The request's body, to its end. */
  public InputStream body() {
    return Content.Source.asInputStream(request);
  }

  /**
   * The request's whole body, for those that are small.
   *
   * @throws HttpError 413 if it is larger than a document may be
   */
  public byte[] document() throws IOException {
    try (InputStream body = body()) {
      byte[] bytes = body.readNBytes(LARGEST_DOCUMENT + 1);
      if (bytes.length > LARGEST_DOCUMENT) {
        throw new HttpError(
            413, "the request's body is larger than " + LARGEST_DOCUMENT + " bytes");
      }
      return bytes;
    }
  }

  /** The request's body as a JSON tree; an empty body is an empty object. */
  public JsonNode tree() throws IOException {
    try (InputStream body = new ByteArrayInputStream(document())) {
      JsonNode tree = Json.parse(body);
      if (!tree.isObject()) {
        throw HttpError.invalid("invalid JSON: an object is expected");
      }
      return tree;
    }
  }

  /** The request's body as a record. */
  public <T> T json(Class<T> type) throws IOException {
    return Json.as(tree(), type);
  }

  /** Answers with JSON. */
  public void json(int status, Object value) throws IOException {
    respond(status, "application/json", Json.bytes(value));
  }

  /** Answers with plain text. */
  public void text(int status, String text) throws IOException {
    respond(status, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
  }

  /** Answers with a status only. */
  public void empty(int status) {
    response.setStatus(status);
  }

  private void respond(int status, String type, byte[] body) throws IOException {
    response.setStatus(status);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
    boolean head = request.getMethod().equals("HEAD");
    try (OutputStream out = Content.Sink.asOutputStream(response)) {
      out.write(head ? new byte[0] : body);
    }
  }

  /** Adds a header to the answer. */
  public void responseHeader(String name, String value) {
    response.getHeaders().put(name, value);
  }

  /** Sends the answer's head at once; the body follows by the stream, a chunk a write. */
  public OutputStream stream(int status, String contentType) throws IOException {
    response.setStatus(status);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, contentType);
    Callback.Completable sent = new Callback.Completable();
    response.write(false, null, sent);
    RawStream.await(sent);
    return Content.Sink.asOutputStream(response);
  }

  /** Whether the answer's head has been sent. */
  public boolean answered() {
    return hijacked || response.isCommitted();
  }

  /**
   * Takes the connection over as a raw stream in both directions. With an {@code Upgrade} header it
   * is answered 101 (RFC 9110, 7.8), else 200 with the type of a raw stream, as older clients of
   * Docker expect. The body must have been read.
   */
  public RawStream hijack(String contentType) throws IOException {
    RawStream stream =
        new RawStream(
            request.getConnectionMetaData().getConnection().getEndPoint(),
            request.getComponents().getExecutor());
    hijacked = true;
    if (header("Upgrade").isEmpty()) {
      stream.takeOver(HEAD);
    } else {
      request.setAttribute(
          org.eclipse.jetty.server.HttpStream.UPGRADE_CONNECTION_ATTRIBUTE, stream);
      response.setStatus(101);
      response.getHeaders().put(HttpHeader.CONNECTION, "Upgrade");
      response.getHeaders().put(HttpHeader.UPGRADE, "tcp");
      response.getHeaders().put(HttpHeader.CONTENT_TYPE, contentType);
      callback.succeeded(); // sends the head, then upgrades once the handler has returned
      stream.awaitOpen();
    }
    return stream;
  }

  /**
   * Makes the connection a web socket (RFC 6455).
   *
   * @param gone run when the client has closed it or is gone
   * @throws HttpError 400 if the request does not ask for one
   */
  public WebSocketStream webSocket(Runnable gone) throws IOException {
    WebSocketStream stream = new WebSocketStream(gone);
    ServerWebSocketContainer sockets =
        sockets(request.getConnectionMetaData().getConnector().getServer());
    try {
      hijacked = sockets.upgrade((_, _, _) -> stream.listener(), request, response, callback);
    } catch (WebSocketException | HttpException.RuntimeException e) {
      throw HttpError.invalid("this is no handshake of a web socket: " + e.getMessage());
    }
    if (!hijacked) {
      throw HttpError.invalid("this is no handshake of a web socket");
    }
    stream.awaitOpen();
    return stream;
  }

  /** Made when it is first asked for, since a daemon's start would take longer by it. */
  private static ServerWebSocketContainer sockets(Server server) {
    synchronized (server) {
      ServerWebSocketContainer sockets = ServerWebSocketContainer.ensure(server);
      sockets.setIdleTimeout(Duration.ZERO);
      return sockets;
    }
  }

  /** Ends the exchange, unless the connection is no longer HTTP's. */
  void complete() {
    if (!hijacked) {
      callback.succeeded();
    }
  }

  /** Gives up: what is already sent stays half an answer. */
  void abort(Throwable reason) {
    if (!hijacked) {
      callback.failed(reason);
    }
  }

  /** Answers with an error if there is still time to. */
  void fail(Errors.Answer answer) throws IOException {
    if (answer.status() == 304) {
      empty(304); // no body (RFC 9110, 15.4.5)
    } else {
      json(answer.status(), new dev.pontoon.api.ErrorMessage(answer.message()));
    }
  }
}
