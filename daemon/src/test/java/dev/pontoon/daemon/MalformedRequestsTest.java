package dev.pontoon.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ten thousand requests that make no sense: the daemon lives on, and nothing has changed. */
class MalformedRequestsTest {
  private static final long SEED = 20_26;
  private static final int REQUESTS = 5_000; // of each kind
  private static final List<String> METHODS =
      List.of("GET", "POST", "PUT", "HEAD", "DELETE", "PATCH", "get", "POST\t", "\u0001");

  /** Endpoints that answer at once; streams would not end. */
  private static final List<String> PATHS =
      List.of(
          "/_ping",
          "/version",
          "/info",
          "/containers/json",
          "/containers/web/json",
          "/containers/create",
          "/containers/web/rename",
          "/containers/web/kill",
          "/containers/web/resize",
          "/containers/web/exec",
          "/exec/x/json",
          "/images/json",
          "/images/box/json",
          "/images/box/tag",
          "/networks",
          "/networks/create",
          "/networks/bridge",
          "/networks/bridge/connect",
          "/auth",
          "/nothing");

  private static final List<String> BODIES =
      List.of(
          "",
          "{",
          "[]",
          "null",
          "0",
          "\"x\"",
          "{\"Image\":1}",
          "{\"Name\":{}}",
          "{\"Cmd\":{}}",
          "{\"HostConfig\":[]}",
          "{\"Image\":\"box\",\"HostConfig\":{\"PortBindings\":{\"x\":1}}}",
          "{\"Name\":\"n\",\"IPAM\":{\"Config\":[{\"Subnet\":\"x\"}]}}",
          "{\"Container\":null}",
          "{\"Name\":\"\\u0000\"}",
          "{\"Image\":\"../..\"}",
          "\u00ff\u00fe");

  @TempDir private Path directory;
  private Fixture daemon;
  private final SplittableRandom random = new SplittableRandom(SEED);

  @BeforeEach
  void start() throws IOException {
    daemon = new Fixture(directory);
    assertThat(
            daemon
                .client
                .call("POST", "/containers/create?name=web", "{\"Image\":\"box\"}")
                .status())
        .isEqualTo(201);
  }

  @AfterEach
  void stop() throws IOException {
    daemon.close();
  }

  @Test
  void areAnsweredWithAnErrorOfTheirOwn() throws IOException {
    String before = state();
    for (int i = 0; i < REQUESTS; i++) {
      String path = mutate(pick(PATHS)) + "?dry-run=1&filters=" + mutate("%7B%22name%22:1%7D");
      String body = mutate(pick(BODIES));
      String head =
          "%s %s HTTP/1.1\r\nHost: d\r\nConnection: close\r\nContent-Length: %d\r\n%s: x\r\n\r\n"
              .formatted(
                  pick(METHODS),
                  path.replace(" ", "%20"),
                  body.getBytes(StandardCharsets.UTF_8).length,
                  mutate("X-Registry-Auth"));
      String answer = exchange(head + body);
      assertThat(answer).describedAs(head + body).doesNotStartWith("HTTP/1.1 500");
    }
    assertThat(state()).isEqualTo(before);
  }

  @Test
  void mayBreakOffAnywhere() throws IOException {
    String before = state();
    List<String> heads =
        List.of(
            head("POST /containers/create", "Transfer-Encoding: chunked"),
            head("POST /containers/web/attach?stream=1&stdin=1", "Upgrade: tcp"),
            head("GET /events", "X: y"),
            head("POST /images/load", "Content-Length: 99999999999"),
            head("POST /exec/x/start", "Connection: Upgrade"));
    for (int i = 0; i < REQUESTS; i++) {
      String text = mutate(pick(heads) + pick(List.of("5\r\n{\"a\":", "zz\r\n", "-1\r\n", "x")));
      try (SocketChannel channel = connect()) {
        channel.write(bytes(text.substring(0, random.nextInt(text.length()))));
      }
    }
    assertThat(state()).isEqualTo(before);
  }

  private static String head(String request, String header) {
    return String.join("\r\n", request + " HTTP/1.1", "Host: d", header, "", "");
  }

  private String state() throws IOException {
    assertThat(daemon.client.call("GET", "/_ping", "").status()).isEqualTo(200);
    return daemon.client.call("GET", "/containers/json?all=1", "").body().replaceAll("Up.*?\"", "")
        + daemon.client.call("GET", "/networks", "").body()
        + daemon.client.call("GET", "/images/json", "").body();
  }

  private SocketChannel connect() throws IOException {
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    channel.connect(UnixDomainSocketAddress.of(daemon.client.socket()));
    return channel;
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  private String exchange(String request) throws IOException {
    try (SocketChannel channel = connect()) {
      channel.write(bytes(request));
      channel.shutdownOutput();
      byte[] answer = Channels.newInputStream(channel).readAllBytes();
      return new String(answer, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return "broken off: " + e.getMessage(); // as the server may do with what is no HTTP
    }
  }

  private String pick(List<String> all) {
    return all.get(random.nextInt(all.size()));
  }

  /** Half of the texts stay; of the others a character is dropped, doubled or changed. */
  private String mutate(String text) {
    if (text.isEmpty() || random.nextBoolean()) {
      return text;
    }
    int at = random.nextInt(text.length());
    String middle =
        switch (random.nextInt(4)) {
          case 0 -> "";
          case 1 -> text.substring(at, at + 1).repeat(2 + random.nextInt(200));
          case 2 -> String.valueOf((char) (1 + random.nextInt(0x2ff)));
          default -> pick(List.of("%00", "%2e%2e%2f", "/../", "//", "%zz", "\"", "\u20ac"));
        };
    return text.substring(0, at) + middle + text.substring(at + 1);
  }
}
