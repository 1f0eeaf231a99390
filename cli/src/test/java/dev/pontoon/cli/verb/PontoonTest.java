package dev.pontoon.cli.verb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pontoon.cli.FakeDaemon;
import dev.pontoon.cli.json.Json;
import dev.pontoon.cli.terminal.Console;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whole command lines against a daemon that answers from a script. */
class PontoonTest {
  private static final InstantSource NOW =
      InstantSource.fixed(Instant.parse("2026-11-22T22:44:30Z"));

  private record Ended(int code, String out, String err) {}

  private static Ended pontoon(FakeDaemon daemon, String input, String... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Console console =
        new Console(
            new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
            new PrintStream(out, false, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false,
            false);
    Map<String, String> environment =
        Map.of("DOCKER_HOST", daemon.host(), "DOCKER_API_VERSION", "1.47", "HOME", "/root");
    int code =
        new Pontoon(console, environment::get, Path.of("/data"), NOW, () -> ZoneOffset.UTC)
            .run(List.of(words));
    return new Ended(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private static String path(FakeDaemon.Exchange exchange) {
    return exchange.request().line().replaceFirst(" HTTP/1.1$", "").replace("/v1.47", "");
  }

  /**
   * A daemon on which a container runs that says hello on both streams, reads all its input, and
   * ends with a code.
   */
  private static FakeDaemon running(int code) throws IOException {
    return FakeDaemon.serving(exchange -> {
      String path = path(exchange);
      if (path.contains("/attach") || path.startsWith("POST /exec/")) {
        exchange.send("HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n");
        String input =
            path.contains("stdin=1")
                ? new String(exchange.in().readAllBytes(), StandardCharsets.UTF_8)
                : "";
        exchange.send(
            "\u0001\0\0\0\0\0\0"
                + (char) (6 + input.length())
                + "hello\n"
                + input
                + "\u0002\0\0\0\0\0\0\u0005oops\n");
      } else if (path.contains("/wait")) {
        exchange.json(200, "{\"StatusCode\":" + code + "}");
      } else if (path.startsWith("GET /exec/")) {
        exchange.json(200, "{\"ExitCode\":" + code + "}");
      } else if (path.contains("/start")) {
        exchange.send("HTTP/1.1 204 No Content\r\n\r\n");
      } else {
        exchange.json(201, "{\"Id\":\"4f0c\",\"Warnings\":[]}");
      }
    });
  }

  private static FakeDaemon answering(int status, String json) throws IOException {
    return FakeDaemon.serving(exchange -> exchange.json(status, json));
  }

  @Test
  void runPassesOnStreamsAndTheExitCode() throws IOException {
    try (FakeDaemon daemon = running(7)) {
      assertThat(pontoon(daemon, "typed", "run", "-i", "web", "cat", "-x", "--rm"))
          .isEqualTo(new Ended(7, "hello\ntyped", "oops\n"));
      assertThat(daemon.received)
          .extracting(r -> r.line().replaceFirst("\\?.*| HTTP/1.1$", ""))
          .containsExactly(
              "POST /v1.47/containers/create",
              "POST /v1.47/containers/4f0c/attach",
              "POST /v1.47/containers/4f0c/wait",
              "POST /v1.47/containers/4f0c/start");
      assertThat(daemon.received.get(2).line()).contains("condition=next-exit");
      assertThat(Json.parse(daemon.received.getFirst().body()).get("Cmd").texts())
          .containsExactly("cat", "-x", "--rm");
    }
  }

  @Test
  void runSaysAllThatTheFlagsSay() throws IOException {
    try (FakeDaemon daemon = running(0)) {
      Ended ended =
          pontoon(
              daemon,
              "",
              "run",
              "-d",
              "--rm",
              "--name",
              "w",
              "-p",
              "127.0.0.1:8080:80",
              "-p",
              "53:53/udp",
              "-e",
              "A=b",
              "-eHOME",
              "-v",
              "./x:/y",
              "-v",
              "/anon",
              "--net",
              "name=n1,alias=a",
              "--ip",
              "10.0.0.9",
              "--network",
              "n2",
              "-m",
              "1k",
              "-h",
              "host1",
              "--tty=false",
              "web",
              "sh");
      assertThat(ended).isEqualTo(new Ended(0, "4f0c\n", ""));
      FakeDaemon.Received create = daemon.received.getFirst();
      assertThat(create.line()).isEqualTo("POST /v1.47/containers/create?name=w HTTP/1.1");
      assertThat(create.body())
          .isEqualTo(
              """
              {"Hostname":"host1","AttachStdin":false,"AttachStdout":false,"AttachStderr":false,"Tty":false,"OpenStdin":false,\
              "StdinOnce":false,"Env":["A=b","HOME=/root"],"Cmd":["sh"],"Image":"web","Volumes":{"/anon":{}},\
              "ExposedPorts":{"53/udp":{},"80/tcp":{}},"HostConfig":{"Binds":["/data/x:/y"],\
              "PortBindings":{"80/tcp":[{"HostIp":"127.0.0.1","HostPort":"8080"}],"53/udp":[{"HostIp":"","HostPort":"53"}]},\
              "Memory":1024,"AutoRemove":true,"NetworkMode":"n1"},"NetworkingConfig":{"EndpointsConfig":{"n1":{"Aliases":["a"],\
              "IPAMConfig":{"IPv4Address":"10.0.0.9"}},"n2":{}}}}\
              """
                  .replace(
                      "\"HostIp\":\"127.0.0.1\",\"HostPort\":\"8080\"", ports(create, "80/tcp"))
                  .replace("\"HostIp\":\"\",\"HostPort\":\"53\"", ports(create, "53/udp")));
    }
  }

  /** A binding's two fields in the order in which they came, which says nothing. */
  private static String ports(FakeDaemon.Received create, String key) throws IOException {
    Json binding =
        Json.parse(create.body()).get("HostConfig", "PortBindings", key).items().getFirst();
    assertThat(binding.fields()).containsOnlyKeys("HostIp", "HostPort");
    return binding.compact().substring(1, binding.compact().length() - 1);
  }

  @Test
  void runOfADirectoryNeedsNoImage() throws IOException {
    try (FakeDaemon daemon = running(0)) {
      pontoon(daemon, "", "run", "--rootfs", "/", "--", "echo", "-n");
      Json body = Json.parse(daemon.received.getFirst().body());
      assertThat(body.get("HostConfig", "Rootfs").text()).isEqualTo("/");
      assertThat(body.get("Image").isNull()).isTrue();
      assertThat(body.get("Cmd").texts()).containsExactly("echo", "-n");
    }
  }

  @Test
  void aDryRunPrintsWhatTheDaemonWouldDo() throws IOException {
    FakeDaemon.Handler plan =
        exchange ->
            exchange.send(
                "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 12\r\n\r\nip link add\n");
    try (FakeDaemon daemon = FakeDaemon.serving(plan)) {
      assertThat(pontoon(daemon, "", "--dry-run", "run", "web"))
          .isEqualTo(new Ended(0, "ip link add\n", ""));
      assertThat(pontoon(daemon, "", "--dry-run", "network", "create", "n").out())
          .isEqualTo("ip link add\n");
      assertThat(daemon.received)
          .extracting(FakeDaemon.Received::line)
          .containsExactly(
              "POST /v1.47/containers/create?dry-run=1 HTTP/1.1",
              "POST /v1.47/networks/create?dry-run=1 HTTP/1.1");
      assertThat(pontoon(daemon, "", "--dry-run", "rm", "web").code()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "run -p 80:x web ~ 125 ~ pontoon: invalid containerPort: x",
        "run --foo web ~ 125 ~ unknown flag: --foo (see 'pontoon run --help')",
        "run -iZ web ~ 125 ~ unknown shorthand flag",
        "run --memory x web ~ 125 ~ pontoon: invalid size: 'x'",
        "run --net a --net container:b web ~ 125 ~ pontoon: conflicting options: cannot attach both user-defined and non-user-defined network-modes",
        "run -it web ~ 125 ~ pontoon: cannot attach stdin to a TTY-enabled container because stdin is not a terminal",
        "run --rm --restart always web ~ 125 ~ pontoon: conflicting options: cannot specify both --restart and --rm",
        "run --pull x web ~ 125 ~ pontoon: invalid pull option: 'x'",
        "run ~ 1 ~ pontoon: 'pontoon run' requires at least 1 argument",
        "network create --subnet 10.0.0.0/24 --gateway 11.0.0.1 n ~ 1 ~ no matching subnet for gateway 11.0.0.1",
        "network create --subnet 10.0.0.0/24 --subnet 10.0.0.0/25 n ~ 1 ~ multiple overlapping subnet configuration is not supported",
        "network connect n ~ 1 ~ pontoon: 'pontoon network connect' requires 2 arguments",
        "stop -t x web ~ 1 ~ invalid argument \"x\" for \"--timeout\" flag",
        "rm '' ~ 1 ~ invalid name or ID: value is empty",
        "ps x ~ 1 ~ pontoon: 'pontoon ps' accepts no arguments",
        "frob ~ 1 ~ pontoon: unknown command: pontoon frob",
        "network frob ~ 1 ~ pontoon: unknown command: pontoon network frob"
      })
  void badInputIsOneLineAndSendsNothing(String line, int code, String error) throws IOException {
    try (FakeDaemon daemon = answering(200, "[]")) {
      String[] words = line.replace("''", "\u0000").split(" ");
      for (int i = 0; i < words.length; i++) {
        words[i] = words[i].replace("\u0000", "");
      }
      Ended ended = pontoon(daemon, "", words);
      assertThat(ended.code()).isEqualTo(code);
      assertThat(ended.err()).startsWith(error).endsWith("\n").hasLineCount(1);
      assertThat(daemon.received).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "500 ~ exec: \"x\": executable file not found in $PATH ~ 127",
        "500 ~ exec: \"/tmp\": permission denied ~ 126",
        "500 ~ exec: \"/etc\": is a directory ~ 126",
        "409 ~ Conflict. The container name \"/w\" is already in use ~ 125",
        "500 ~ port 8080 is already allocated ~ 125"
      })
  void aRefusedRunHasDockersExitCodes(int status, String message, int code) throws IOException {
    try (FakeDaemon daemon = answering(status, Json.write(Map.of("message", message)))) {
      assertThat(pontoon(daemon, "", "run", "web"))
          .isEqualTo(new Ended(code, "", "pontoon: Error response from daemon: " + message + "\n"));
    }
  }

  @Test
  void execGivesTheExitCode() throws IOException {
    try (FakeDaemon daemon = running(3)) {
      assertThat(pontoon(daemon, "", "exec", "-e", "A=b", "web", "sh", "-c", "exit 3"))
          .isEqualTo(new Ended(3, "hello\n", "oops\n"));
      assertThat(Json.parse(daemon.received.getFirst().body()).get("Cmd").texts())
          .containsExactly("sh", "-c", "exit 3");
    }
  }

  @Test
  void listsContainers() throws IOException {
    String json =
        """
        [{"Id":"4f0c9a8b7c6d5e4f","Names":["/web"],"Image":"bb:1","ImageID":"sha256:aa","Command":"sh -c 'while true; do x; done'",
        "Created":1795387290,"Ports":[{"IP":"0.0.0.0","PrivatePort":5000,"PublicPort":5000,"Type":"tcp"}],"Status":"Up 3 minutes"}]\
        """;
    try (FakeDaemon daemon = answering(200, json)) {
      assertThat(pontoon(daemon, "", "ps").out())
          .isEqualTo(
              """
              CONTAINER ID   IMAGE     COMMAND                  CREATED         STATUS         PORTS                    NAMES
              4f0c9a8b7c6d   bb:1      "sh -c 'while true; …"   3 minutes ago   Up 3 minutes   0.0.0.0:5000->5000/tcp   web
              """);
      assertThat(pontoon(daemon, "", "ps", "--format", "json").out())
          .isEqualTo(
              """
              {"Command":"\\"sh -c 'while true; \\u2026\\"","CreatedAt":"2026-11-22 22:41:30 +0000 Z","ID":"4f0c9a8b7c6d",\
              "Image":"bb:1","Labels":"","LocalVolumes":"0","Mounts":"","Names":"web","Networks":"","Platform":null,\
              "Ports":"0.0.0.0:5000-\\u003e5000/tcp","RunningFor":"3 minutes ago","Size":"0B","State":"",\
              "Status":"Up 3 minutes"}
              """);
      assertThat(pontoon(daemon, "", "ps", "-aq", "--no-trunc").out())
          .isEqualTo("4f0c9a8b7c6d5e4f\n");
      assertThat(
              pontoon(
                      daemon,
                      "",
                      "container",
                      "ls",
                      "--format",
                      "{{.Names}} {{.CreatedAt}}",
                      "-f",
                      "name=web")
                  .out())
          .isEqualTo("web 2026-11-22 22:41:30 +0000 UTC\n".replace(" UTC", " Z"));
      assertThat(daemon.received.getLast().line())
          .contains("filters=%7B%22name%22%3A%5B%22web%22%5D%7D");
    }
  }

  @Test
  void showsWhatIsTranslated() throws IOException {
    String json =
        """
        [{"Chain":"POSTROUTING","Target":"MASQUERADE","Proto":"all","Source":"172.17.0.0/16","Destination":"0.0.0.0/0","Detail":"","Packets":12,"Bytes":720},
        {"Chain":"DOCKER","Target":"DNAT","Proto":"tcp","Source":"0.0.0.0/0","Destination":"0.0.0.0/0","Detail":"tcp dpt:5000 to:172.17.0.2:5000","Packets":1,"Bytes":60}]\
        """;
    try (FakeDaemon daemon = answering(200, json)) {
      assertThat(pontoon(daemon, "", "nat").out())
          .isEqualTo(
              """
              Chain POSTROUTING
              pkts  bytes  target      prot  source         destination
                12    720  MASQUERADE  all   172.17.0.0/16  0.0.0.0/0

              Chain DOCKER
              pkts  bytes  target      prot  source         destination
                 1     60  DNAT        tcp   0.0.0.0/0      0.0.0.0/0    tcp dpt:5000 to:172.17.0.2:5000
              """);
    }
  }

  @Test
  void diffTellsByItsExitCodeWhetherSomethingDiffers() throws IOException {
    String difference =
        """
        [{"Kind":"changed","Object":"link veth1","Owner":"container web","Expected":"up","Found":"down"}]\
        """;
    try (FakeDaemon daemon = FakeDaemon.serving(exchange -> exchange.json(200, difference))) {
      assertThat(pontoon(daemon, "", "diff"))
          .isEqualTo(
              new Ended(
                  1,
                  """
                  KIND      OBJECT       OWNER           EXPECTED   FOUND
                  changed   link veth1   container web   up         down
                  """,
                  ""));
      assertThat(pontoon(daemon, "", "diff", "--format", "json").out())
          .isEqualTo(
              "{\"Kind\":\"changed\",\"Object\":\"link veth1\",\"Owner\":\"container web\","
                  + "\"Expected\":\"up\",\"Found\":\"down\"}\n");
    }
    try (FakeDaemon daemon = FakeDaemon.serving(exchange -> exchange.json(200, "[]"))) {
      assertThat(pontoon(daemon, "", "diff").code()).isZero();
    }
  }

  @Test
  void inspectLooksForEveryTypeAndSaysWhatIsMissing() throws IOException {
    FakeDaemon.Handler networksOnly =
        exchange -> {
          boolean found = path(exchange).equals("GET /networks/n1");
          exchange.json(
              found ? 200 : 404, found ? "{\"Name\":\"n1\"}" : "{\"message\":\"no such thing\"}");
        };
    try (FakeDaemon daemon = FakeDaemon.serving(networksOnly)) {
      assertThat(pontoon(daemon, "", "inspect", "n1", "zz"))
          .isEqualTo(
              new Ended(
                  1,
                  "[\n    {\n        \"Name\": \"n1\"\n    }\n]\n",
                  "Error: No such object: zz\n"));
    }
  }

  @Test
  void oneFailureOfManyIsSaidAndTheRestGoesOn() throws IOException {
    FakeDaemon.Handler one =
        exchange -> {
          if (path(exchange).contains("bad")) {
            exchange.json(404, "{\"message\":\"No such container: bad\"}");
          } else {
            exchange.send("HTTP/1.1 204 No Content\r\n\r\n");
          }
        };
    try (FakeDaemon daemon = FakeDaemon.serving(one)) {
      assertThat(pontoon(daemon, "", "rm", "a", "bad", "c", "-f"))
          .isEqualTo(
              new Ended(1, "a\nc\n", "Error response from daemon: No such container: bad\n"));
      assertThat(daemon.received.getFirst().line()).contains("?force=1");
    }
  }

  @Test
  void anErrorInsideThePullIsTheCommandsError() throws IOException {
    String stream =
        "{\"status\":\"Pulling\"}\r\n{\"errorDetail\":{\"message\":\"manifest unknown\"},\"error\":\"manifest unknown\"}\r\n";
    try (FakeDaemon daemon = answering(200, stream)) {
      assertThat(pontoon(daemon, "", "pull", "web"))
          .isEqualTo(new Ended(1, "Using default tag: latest\nPulling\n", "manifest unknown\n"));
    }
  }
}
