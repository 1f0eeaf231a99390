package dev.pontoon.cli.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pontoon.cli.FakeDaemon;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpConnectionTest {
  private static Response get(FakeDaemon daemon) throws IOException {
    return HttpConnection.open(Endpoint.parse(daemon.host())).send(Request.of("GET", "/x"));
  }

  private static FakeDaemon answering(String raw) throws IOException {
    return FakeDaemon.serving(exchange -> exchange.send(raw));
  }

  @Test
  void readsAChunkedBodyWithExtensionsAndTrailers() throws IOException {
    String raw =
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;x=y\r\nhello\r\nb\r\n, the world\r\n0\r\nDone: 1\r\n\r\nrubbish";
    try (FakeDaemon daemon = answering(raw);
        Response response = get(daemon)) {
      assertThat(response.status()).isEqualTo(200);
      assertThat(response.text()).isEqualTo("hello, the world");
    }
  }

  @Test
  void readsABodyOfKnownLengthAndNoFurther() throws IOException {
    try (FakeDaemon daemon =
            answering("HTTP/1.1 200 OK\r\ncontent-length:5\r\n\r\nhello, the world");
        Response response = get(daemon)) {
      assertThat(response.text()).isEqualTo("hello");
    }
  }

  @Test
  void skipsAnInterimAnswer() throws IOException {
    try (FakeDaemon daemon =
            answering(
                "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No Content\r\nApi-Version: 1.41\r\n\r\n");
        Response response = get(daemon)) {
      assertThat(response.status()).isEqualTo(204);
      assertThat(response.header("api-version")).isEqualTo("1.41");
      assertThat(response.text()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nhello",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n"
      })
  void saysThatABodyIsCutShort(String raw) throws IOException {
    try (FakeDaemon daemon = answering(raw);
        Response response = get(daemon)) {
      assertThatThrownBy(response::text)
          .isInstanceOf(EOFException.class)
          .hasMessageContaining("closed the connection");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "SSH-2.0\r\n",
        "HTTP/1.1 abc OK\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: -x\r\n\r\n"
      })
  void refusesWhatIsNotHttp(String raw) throws IOException {
    try (FakeDaemon daemon = answering(raw)) {
      assertThatThrownBy(() -> get(daemon)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void sendsAStreamChunked() throws IOException {
    try (FakeDaemon daemon = FakeDaemon.serving(exchange -> exchange.json(200, "{}"))) {
      byte[] body = "x".repeat(40_000).getBytes(StandardCharsets.UTF_8);
      Request request =
          Request.of("POST", "/load")
              .with(new Request.Stream(new ByteArrayInputStream(body)), "application/x-tar");
      HttpConnection.open(Endpoint.parse(daemon.host())).send(request).close();
      String sent = daemon.received.getFirst().body();
      assertThat(sent).startsWith("8000\r\nxxx").contains("\r\n1c40\r\n").endsWith("\r\n0\r\n\r\n");
    }
  }

  @Test
  void aHijackedConnectionCarriesBytesBothWaysPastAHalfClose() throws IOException {
    FakeDaemon.Handler echo =
        exchange -> {
          exchange.send(
              "HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\nfirst ");
          exchange.send(new String(exchange.in().readAllBytes(), StandardCharsets.UTF_8) + " last");
        };
    try (FakeDaemon daemon = FakeDaemon.serving(echo)) {
      Upgrade upgrade =
          HttpConnection.open(Endpoint.parse(daemon.host())).upgrade(Request.of("POST", "/attach"));
      try (Hijacked stream = ((Upgrade.Done) upgrade).stream()) {
        stream.out().write("typed".getBytes(StandardCharsets.UTF_8));
        stream.closeOutput();
        assertThat(new String(stream.in().readAllBytes(), StandardCharsets.UTF_8))
            .isEqualTo("first typed last");
      }
      assertThat(daemon.received.getFirst().head())
          .contains("Upgrade: tcp\r\n")
          .contains("Connection: Upgrade\r\n");
    }
  }

  @Test
  void anUpgradeThatIsRefusedIsAnOrdinaryAnswer() throws IOException {
    try (FakeDaemon daemon =
        FakeDaemon.serving(exchange -> exchange.json(404, "{\"message\":\"no such exec\"}"))) {
      Upgrade upgrade =
          HttpConnection.open(Endpoint.parse(daemon.host())).upgrade(Request.of("POST", "/exec"));
      try (Response response = ((Upgrade.Refused) upgrade).response()) {
        assertThat(response.status()).isEqualTo(404);
        assertThat(response.text()).contains("no such exec");
      }
    }
  }

  @Test
  void namesTheSocketThatNobodyListensOn() {
    assertThatThrownBy(() -> HttpConnection.open(Endpoint.parse("unix:///nonexistent/socket")))
        .hasMessageContaining(
            "Cannot connect to the Pontoon daemon at unix:///nonexistent/socket. Is the daemon running?");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "unix://",
        "http://x",
        "tcp://192.0.2.1:2375",
        "tcp://127.0.0.1",
        "ssh://host"
      })
  void refusesHostsThatItCantSpeakTo(String host) {
    assertThatThrownBy(() -> Endpoint.parse(host))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(host);
  }
}
