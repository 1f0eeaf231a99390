package dev.pontoon.daemon.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TCP lets in who has a certificate of the right authority, and nobody else. */
class TlsTest {
  @TempDir private Path directory;

  @BeforeEach
  void makeCertificates() throws Exception {
    for (String authority : List.of("ca", "other")) {
      openssl(
          "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=%s -keyout %s.key -out %s.pem",
          authority);
    }
    for (String name : List.of("server", "client")) {
      openssl(
          "req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN=localhost -addext subjectAltName=IP:127.0.0.1"
              + " -keyout %s.key -out %s.csr",
          name);
      openssl(
          "x509 -req -in %s.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -copy_extensions copy"
              + " -out %s.pem",
          name);
    }
    openssl(
        "req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN=x -keyout %s.key -out %s.csr",
        "stranger");
    openssl(
        "x509 -req -in %s.csr -CA other.pem -CAkey other.key -CAcreateserial -days 2 -out %s.pem",
        "stranger");
  }

  private void openssl(String arguments, String name) throws Exception {
    String command = "openssl " + arguments.replace("%s", name);
    Process process =
        new ProcessBuilder(command.split(" ", -1))
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .start();
    String said =
        new String(
            process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    assertThat(process.waitFor()).describedAs(said).isZero();
  }

  private TcpListener listener(String key) throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return new TcpListener(
          "127.0.0.1", free.getLocalPort(), file("ca.pem"), file("server.pem"), file(key));
    }
  }

  private Path file(String name) {
    return directory.resolve(name);
  }

  @Test
  void onlyAKnownClientIsServed() throws Exception {
    TcpListener listener = listener("server.key");
    Router router = new Router().on("GET", "/_ping", e -> e.text(200, "OK"));
    try (ApiServer server =
        new ApiServer(List.of(), List.of(listener), router, RequestObserver.NONE, "test")) {
      server.start();

      assertThat(get(listener, "client").body()).isEqualTo("OK");
      assertThatThrownBy(() -> get(listener, "stranger")).isInstanceOf(IOException.class);
    }
  }

  /** The client's side is the server's class with the files of a client. */
  private HttpResponse<String> get(TcpListener listener, String client) throws Exception {
    SslContextFactory.Server files =
        Tls.of(
            new TcpListener("", 0, file("ca.pem"), file(client + ".pem"), file(client + ".key")));
    files.start();
    SSLContext context = files.getSslContext();
    try (HttpClient http =
        HttpClient.newBuilder().sslContext(context).version(HttpClient.Version.HTTP_1_1).build()) {
      URI uri = URI.create("https://127.0.0.1:" + listener.port() + "/_ping");
      return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    } finally {
      files.stop();
    }
  }

  @Test
  void filesThatAreNotWhatTheyShouldBeAreNamed() throws Exception {
    Files.writeString(file("old.key"), "-----BEGIN RSA PRIVATE KEY-----\n");

    assertThatThrownBy(() -> Tls.of(listener("old.key")))
        .hasMessageContaining("old.key holds no PKCS #8 key");
    assertThatThrownBy(() -> Tls.of(listener("gone.key"))).hasMessageContaining("no such file");
    assertThatThrownBy(() ->
            Tls.of(
                new TcpListener("", 0, file("server.key"), file("server.pem"), file("server.key"))))
        .hasMessageContaining("server.key holds no certificate");
  }
}
