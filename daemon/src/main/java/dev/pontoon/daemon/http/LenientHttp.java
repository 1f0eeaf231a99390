package dev.pontoon.daemon.http;

import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.internal.HttpConnection;

/**
 * HTTP with an empty {@code Host}, which stands for a target without an authority (RFC 9112, 3.2),
 * such as a unix socket. Debian's docker 20.10 sends it with what it hijacks; Jetty refuses it.
 */
final class LenientHttp extends HttpConnectionFactory {
  private static final HttpField SOMEBODY = new HttpField(HttpHeader.HOST, "localhost");

  LenientHttp(HttpConfiguration configuration) {
    super(configuration);
  }

  @Override
  public Connection newConnection(Connector connector, EndPoint endPoint) {
    HttpConnection connection = new Lenient(getHttpConfiguration(), connector, endPoint);
    connection.setTransferEncodingChunkMaxLength(getTransferEncodingChunkMaxLength());
    return configure(connection, connector, endPoint);
  }

  private static final class Lenient extends HttpConnection {
    private Lenient(HttpConfiguration configuration, Connector connector, EndPoint endPoint) {
      super(configuration, connector, endPoint);
    }

    @Override
    protected RequestHandler newRequestHandler() {
      return new RequestHandler() {
        @Override
        public void parsedHeader(HttpField field) {
          super.parsedHeader(isEmptyHost(field) ? SOMEBODY : field);
        }
      };
    }

    private static boolean isEmptyHost(HttpField field) {
      String value = field.getValue();
      return field.getHeader() == HttpHeader.HOST && (value == null || value.isBlank());
    }
  }
}
