package dev.pontoon.daemon.observe;

import dev.pontoon.daemon.start.StartException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Set;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves metrics at {@code /metrics}, on an address of their own, and nothing else. */
public final class MetricsServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MetricsServer.class);
  private static final String PATH = "/metrics";
  private static final Set<String> METHODS = Set.of("GET", "HEAD");
  private static final int MAX_THREADS = 4;

  private final Server server;
  private final ServerConnector connector;

  private MetricsServer(Server server, ServerConnector connector) {
    this.server = server;
    this.connector = connector;
  }

  /**
   * Takes the address; who connects waits for {@link #start}.
   *
   * @throws StartException if it can't be had
   */
  public static MetricsServer bind(InetSocketAddress address) {
    QueuedThreadPool pool = new QueuedThreadPool(MAX_THREADS, 1);
    pool.setName("metrics");
    pool.setReservedThreads(0);
    Server server = new Server(pool);
    HttpConfiguration configuration = new HttpConfiguration();
    configuration.setSendServerVersion(false);
    ServerConnector connector =
        new ServerConnector(server, 0, 1, new HttpConnectionFactory(configuration));
    connector.setHost(address.getAddress().getHostAddress());
    connector.setPort(address.getPort());
    server.addConnector(connector);
    try {
      connector.open();
    } catch (IOException e) {
      throw StartException.failure(
          "cannot serve metrics on %s: %s".formatted(text(address), reason(e)), e);
    }
    return new MetricsServer(server, connector);
  }

  private static String reason(IOException e) {
    Throwable cause = e.getCause(); // Jetty's own words are the address once more
    return String.valueOf(cause == null ? e.getMessage() : cause.getMessage());
  }

  private static String text(InetSocketAddress address) {
    String host = address.getAddress().getHostAddress();
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
  }

  /** Begins to answer. */
  public void start(Metrics metrics) throws IOException {
    server.setHandler(handler(metrics));
    try {
      server.start();
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException(e);
    }
    LOG.info("metrics on http://{}:{}{}", connector.getHost(), connector.getLocalPort(), PATH);
  }

  private static Handler handler(Metrics metrics) {
    return new Handler.Abstract() {
      @Override
      public boolean handle(Request request, Response response, Callback callback) {
        boolean known = Request.getPathInContext(request).equals(PATH);
        if (!known || !METHODS.contains(request.getMethod())) {
          int status = known ? HttpStatus.METHOD_NOT_ALLOWED_405 : HttpStatus.NOT_FOUND_404;
          Response.writeError(request, response, callback, status);
          return true;
        }
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, Metrics.CONTENT_TYPE);
        response.write(true, ByteBuffer.wrap(metrics.text()), callback);
        return true;
      }
    };
  }

  @Override
  public void close() throws IOException {
    try {
      server.stop();
      connector.close(); // one that was bound and never started
    } catch (Exception e) {
      throw new IOException("stop serving metrics", e);
    }
  }
}
