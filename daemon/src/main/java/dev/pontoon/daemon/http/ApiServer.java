package dev.pontoon.daemon.http;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.unixdomain.server.UnixDomainServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves a router's handlers on unix sockets and, with mutual TLS, on TCP: a virtual thread a
 * request, and no more at once than the process bears.
 */
public final class ApiServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ApiServer.class);
  private static final int MAX_THREADS = 16; // of Jetty's own; requests run on virtual ones
  private static final int MIN_THREADS = 4;
  private static final int MAX_REQUESTS = 2_048; // each holds a descriptor or two of 20,000

  private final Semaphore places = new Semaphore(MAX_REQUESTS);
  private final Server server;
  private final Router router;
  private final RequestObserver observer;
  private final String serverHeader;

  /** A server that does not run yet. */
  public ApiServer(
      List<Path> sockets,
      List<TcpListener> tcp,
      Router router,
      RequestObserver observer,
      String serverHeader) {
    this.router = router;
    this.observer = observer;
    this.serverHeader = serverHeader;
    QueuedThreadPool pool = new QueuedThreadPool(MAX_THREADS, MIN_THREADS);
    pool.setName("http");
    pool.setVirtualThreadsExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server = new Server(pool);
    sockets.forEach(s -> server.addConnector(connector(s)));
    tcp.forEach(t -> server.addConnector(connector(t)));
    server.setHandler(handler());
  }

  private UnixDomainServerConnector connector(Path socket) {
    UnixDomainServerConnector connector =
        new UnixDomainServerConnector(server, 1, 1, new LenientHttp(configuration()));
    connector.setUnixDomainPath(socket);
    connector.setIdleTimeout(0); // events and logs may be silent for long
    return connector;
  }

  private ServerConnector connector(TcpListener listener) {
    ServerConnector connector =
        new ServerConnector(server, Tls.of(listener), new LenientHttp(configuration()));
    connector.setHost(listener.host());
    connector.setPort(listener.port());
    connector.setIdleTimeout(0);
    return connector;
  }

  private static HttpConfiguration configuration() {
    HttpConfiguration configuration = new HttpConfiguration();
    configuration.setSendServerVersion(false);
    configuration.setSendDateHeader(true);
    configuration.setUriCompliance(UriCompliance.UNSAFE); // names of images may come as a%2Fb
    return configuration;
  }

  private Handler handler() {
    return new Handler.Abstract.NonBlocking() {
      @Override
      public boolean handle(Request request, Response response, Callback callback) {
        // On a thread of its own, as an upgrade happens only after this method has returned.
        Thread.startVirtualThread(() -> admit(request, response, callback));
        return true;
      }
    };
  }

  /** Binds the sockets and begins to answer. */
  public void start() throws IOException {
    try {
      server.start();
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException(e);
    }
  }

  /** Stops answering; what is under way is cut off. */
  @Override
  public void close() throws IOException {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IOException("stop the HTTP server", e);
    }
  }

  private void admit(Request request, Response response, Callback callback) {
    boolean admitted = places.tryAcquire();
    try {
      serve(request, response, callback, admitted);
    } finally {
      if (admitted) {
        places.release();
      }
    }
  }

  private void serve(Request request, Response response, Callback callback, boolean admitted) {
    long began = System.nanoTime();
    String route = RequestObserver.NO_ROUTE;
    headers(response);
    Exchange exchange =
        new Exchange(request, response, callback, ApiVersion.NEWEST, java.util.Map.of());
    try {
      if (!admitted) {
        throw new HttpError(503, MAX_REQUESTS + " requests are under way, try again later");
      }
      ApiVersion.Versioned versioned = ApiVersion.split(Request.getPathInContext(request));
      Router.Match match =
          router
              .find(request.getMethod(), java.net.URLDecoder.decode(path(versioned), UTF_8))
              .orElseThrow(() -> HttpError.notFound("page not found"));
      route = match.pattern();
      ApiVersion version = versioned.version().understoodBy(userAgent(request));
      exchange = new Exchange(request, response, callback, version, match.parameters());
      match.handler().handle(exchange);
      exchange.complete();
    } catch (Exception e) {
      fail(exchange, request, e);
    } finally {
      int status = response.getStatus() == 0 ? HttpStatus.OK_200 : response.getStatus();
      Duration took = Duration.ofNanos(System.nanoTime() - began);
      observer.request(request.getMethod(), route, status, took);
    }
  }

  private static String userAgent(Request request) {
    String name = request.getHeaders().get(HttpHeader.USER_AGENT);
    return name == null ? "" : name;
  }

  private static String path(ApiVersion.Versioned versioned) {
    return versioned.path().replace("+", "%2B"); // URLDecoder is for forms, where + is a space
  }

  private static void fail(Exchange exchange, Request request, Exception error) {
    if (exchange.answered()) {
      LOG.debug("{} {} broke off: {}", request.getMethod(), request.getHttpURI(), error.toString());
      exchange.abort(error);
      return;
    }
    Errors.Answer answer = Errors.of(error);
    LOG.info(
        "{} {}: {} {}",
        request.getMethod(),
        request.getHttpURI().getPath(),
        answer.status(),
        answer.message());
    try {
      exchange.fail(answer);
      exchange.complete();
    } catch (IOException e) {
      exchange.abort(e);
    }
  }

  private void headers(Response response) {
    response.getHeaders().put("Api-Version", ApiVersion.NEWEST.toString());
    response.getHeaders().put("Docker-Experimental", "false");
    response.getHeaders().put("Ostype", "linux");
    response.getHeaders().put(HttpHeader.SERVER, serverHeader);
  }

  private static final java.nio.charset.Charset UTF_8 = java.nio.charset.StandardCharsets.UTF_8;
}
