package dev.pontoon.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pontoon.registry.Registry;
import dev.pontoon.testkit.DaemonProcess;
import dev.pontoon.testkit.HostNamespace;
import dev.pontoon.testkit.HostNetwork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * A daemon, started as users start it, answers as the table says, whichever version it is asked.
 */
@HostNamespace
final class ApiTableTest {
  private static final String APPLETS = "sh true echo cat sleep tty stty kill";

  @Test
  void answersAreAsInTheTable(HostNetwork host) throws IOException {
    ApiTable table = ApiTable.read();
    List<String> wrong = new ArrayList<>();
    try (DaemonProcess daemon = DaemonProcess.start(host, "--insecure-registry=registry.lan");
        Registry _ = Registry.start(host, host.directory())) {
      RawHttp http = new RawHttp(daemon.socket());
      Script script = new Script(table, http, Map.of("box", box(host)));
      wrong.addAll(script.run());
      wrong.addAll(script.unproven());
      wrong.addAll(unsupported(table, http));
      wrong.addAll(versions(http));
    }
    assertThat(wrong).isEmpty();
  }

  /** A root file system of busybox, as a tar. */
  private static byte[] box(HostNetwork host) throws IOException {
    Path root = Files.createDirectories(host.directory().resolve("box"));
    Files.createDirectories(root.resolve("bin"));
    Files.createDirectories(root.resolve("etc"));
    Files.copy(Path.of("/bin/busybox"), root.resolve("bin/busybox"));
    for (String applet : APPLETS.split(" ", -1)) {
      Files.createSymbolicLink(root.resolve("bin/" + applet), Path.of("busybox"));
    }
    Path tar = host.directory().resolve("box.tar");
    host.exec("tar", "-C", root.toString(), "-cf", tar.toString(), ".").orFail();
    return Files.readAllBytes(tar);
  }

  /** What is not supported says so, and at once. */
  private static List<String> unsupported(ApiTable table, RawHttp http) throws IOException {
    List<String> wrong = new ArrayList<>();
    for (Endpoint endpoint : table.endpoints()) {
      if (!endpoint.supported()) {
        RawHttp.Answer answer =
            http.call(endpoint.method(), endpoint.anyPath(), Map.of(), new byte[0], 0);
        String sentence = "\\{\"message\":\".*Pontoon.*\"}";
        if (answer.status() != 501 || !answer.text().matches(sentence)) {
          wrong.add(endpoint.name() + ": " + answer.status() + " " + answer.text());
        }
      }
    }
    return wrong;
  }

  /** Each version from the oldest to the newest is spoken, and none besides. */
  private static List<String> versions(RawHttp http) throws IOException {
    List<String> wrong = new ArrayList<>();
    Stream<String> spoken =
        IntStream.rangeClosed(Versions.OLDEST, Versions.NEWEST).mapToObj(v -> "/v1." + v);
    for (String prefix : Stream.concat(Stream.of(""), spoken).toList()) {
      for (String path : List.of("/_ping", "/version", "/containers/json", "/networks/bridge")) {
        RawHttp.Answer answer = http.call("GET", prefix + path, Map.of(), new byte[0], 0);
        if (answer.status() != 200) {
          wrong.add(prefix + path + ": " + answer.status() + " " + answer.text());
        }
      }
    }
    return wrong;
  }
}
