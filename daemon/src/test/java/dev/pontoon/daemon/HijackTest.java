package dev.pontoon.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Raw streams: with and without an upgrade, each direction ended by itself. */
class HijackTest {
  private static final String[] UPGRADE = {"Connection: Upgrade", "Upgrade: tcp"};
  private static final String HELLO = "\1\0\0\0\0\0\0\5hello";
  private static final String BYE = "\2\0\0\0\0\0\0\3bye";
  private static final String ATTACH =
      "/v1.47/containers/web/attach?stream=1&stdin=1&stdout=1&stderr=1";

  @TempDir private Path directory;
  private Fixture daemon;

  @BeforeEach
  void start() throws IOException {
    daemon = new Fixture(directory);
  }

  @AfterEach
  void stop() throws IOException {
    daemon.close();
  }

  @ParameterizedTest
  @CsvSource({"true, 101, multiplexed", "false, 200, raw"})
  void attachPassesInputOnAndEndsAfterTheClientsHalfClose(boolean upgrade, int status, String type)
      throws IOException {
    daemon.run("web", "{\"Image\":\"box\",\"OpenStdin\":true}");
    try (Client.Connection attached =
        daemon.client.open("POST", ATTACH, "", upgrade ? UPGRADE : new String[0])) {
      assertThat(attached.status).isEqualTo(status);
      assertThat(attached.headers)
          .containsEntry("content-type", "application/vnd.docker." + type + "-stream");
      write(attached, "hello");
      assertThat(read(attached, HELLO.length())).isEqualTo(HELLO);

      attached.shutdownOutput();

      assertThat(rest(attached)).isEqualTo(BYE);
    }
    daemon.client.call(
        "POST", "/containers/web/wait", ""); // the output's end comes before the exit
    assertThat(daemon.client.call("GET", "/containers/web/json", "").body())
        .contains("\"Status\":\"exited\"");
  }

  /** Debian's docker 20.10 sends an empty host with what it hijacks. */
  @Test
  void aUnixSocketHasNoHost() throws IOException {
    daemon.run("web", "{\"Image\":\"box\",\"OpenStdin\":true}");
    Client hostless = new Client(daemon.client.socket(), "");
    try (Client.Connection attached = hostless.open("POST", ATTACH, "", UPGRADE)) {
      assertThat(attached.status).isEqualTo(101);
      write(attached, "hello");
      assertThat(read(attached, HELLO.length())).isEqualTo(HELLO);
    }
    assertThat(hostless.call("GET", "/_ping", "").body()).isEqualTo("OK");
  }

  @Test
  void aTerminalIsNotFramed() throws IOException {
    daemon.run("web", "{\"Image\":\"box\",\"OpenStdin\":true,\"Tty\":true}");
    try (Client.Connection attached = daemon.client.open("POST", ATTACH, "", UPGRADE)) {
      assertThat(attached.headers)
          .containsEntry("content-type", "application/vnd.docker.raw-stream");
      write(attached, "hello");
      attached.shutdownOutput();
      assertThat(rest(attached)).isEqualTo("hellobye");
    }
  }

  @Test
  void aTerminalIsLeftByTheDetachKeys() throws IOException {
    daemon.run("web", "{\"Image\":\"box\",\"OpenStdin\":true,\"Tty\":true}");
    try (Client.Connection attached = daemon.client.open("POST", ATTACH, "", UPGRADE)) {
      write(attached, "hello\u0010\u0011");
      assertThat(rest(attached)).isEqualTo("hello");
    }
    assertThat(daemon.client.call("GET", "/containers/web/json", "").body())
        .contains("\"Status\":\"running\"");
  }

  @Test
  void aClientThatAttachedBeforeTheStartHearsTheEnd() throws IOException {
    daemon.client.call("POST", "/containers/create?name=web", "{\"Image\":\"box\"}");
    try (Client.Connection attached =
        daemon.client.open("POST", "/containers/web/attach?stream=1&stdout=1", "", UPGRADE)) {
      assertThat(daemon.client.call("POST", "/containers/web/start", "").status()).isEqualTo(204);
      daemon.runtime.exit("web", 0);
      assertThat(rest(attached)).isEmpty();
    }
  }

  @Test
  void attachToNothingIsAnOrdinaryError() throws IOException {
    try (Client.Connection attached = daemon.client.open("POST", ATTACH, "", UPGRADE)) {
      assertThat(attached.status).isEqualTo(404);
    }
  }

  @Test
  void execReadsItsBodyBeforeTheStreamBegins() throws IOException {
    daemon.run("web", "{\"Image\":\"box\"}");
    String exec = exec("{\"Cmd\":[\"cat\"],\"AttachStdin\":true,\"AttachStdout\":true}");
    try (Client.Connection stream =
        daemon.client.open("POST", "/exec/" + exec + "/start", "{\"Detach\":false}", UPGRADE)) {
      assertThat(stream.status).isEqualTo(101);
      write(stream, "hello");
      stream.shutdownOutput();
      assertThat(rest(stream)).isEqualTo(HELLO + BYE);
    }
    assertThat(daemon.client.call("GET", "/exec/" + exec + "/json", "").body())
        .contains("\"ExitCode\":7")
        .contains("\"Running\":false");
    assertThat(daemon.client.call("POST", "/exec/" + exec + "/start", "{}").status())
        .isEqualTo(409);
  }

  @Test
  void anExecThatCannotStartSaysSoInTheStreamAndByItsCode() throws IOException {
    daemon.run("web", "{\"Image\":\"box\"}");
    String exec = exec("{\"Cmd\":[\"fail\"],\"AttachStdout\":true,\"Tty\":true}");
    try (Client.Connection stream =
        daemon.client.open("POST", "/exec/" + exec + "/start", "{}", UPGRADE)) {
      assertThat(rest(stream)).contains("executable file not found");
    }
    assertThat(daemon.client.call("GET", "/exec/" + exec + "/json", "").body())
        .contains("\"ExitCode\":127");
  }

  @Test
  void aWaitingClientGetsTheHeadAtOnceAndTheCodeAtTheEnd() throws IOException {
    daemon.run("web", "{\"Image\":\"box\"}");
    try (Client.Connection wait =
        daemon.client.open("POST", "/containers/web/wait?condition=next-exit", "")) {
      assertThat(wait.status).isEqualTo(200);
      daemon.runtime.exit("web", 42);
      assertThat(read(wait, 22)).contains("{\"StatusCode\":42}");
    }
  }

  private String exec(String body) throws IOException {
    String answer = daemon.client.call("POST", "/containers/web/exec", body).body();
    return answer.replaceAll(".*\"Id\":\"(\\w+)\".*", "$1");
  }

  private static void write(Client.Connection to, String text) throws IOException {
    to.out.write(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static String read(Client.Connection from, int count) throws IOException {
    return new String(from.in.readNBytes(count), StandardCharsets.ISO_8859_1);
  }

  private static String rest(Client.Connection from) throws IOException {
    return new String(from.in.readAllBytes(), StandardCharsets.ISO_8859_1);
  }
}
