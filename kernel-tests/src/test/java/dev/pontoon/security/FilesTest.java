package dev.pontoon.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pontoon.testkit.DaemonProcess;
import dev.pontoon.testkit.HostNamespace;
import dev.pontoon.testkit.HostNetwork;
import dev.pontoon.testkit.Output;
import dev.pontoon.testkit.ProjectFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** What a daemon leaves on the disk, who may read it, and names that would like to be more. */
@HostNamespace
@TestInstance(Lifecycle.PER_CLASS)
final class FilesTest {
  private static final String PONTOON = ProjectFiles.root().resolve("bin/pontoon").toString();
  private static final List<String> PATTERNS =
      List.of(
          "$(touch TRAP)",
          "`touch TRAP`",
          "; touch TRAP",
          "x; touch TRAP",
          "'; touch TRAP; '",
          "../../../TRAP",
          "a/../../TRAP",
          "x\ntouch TRAP",
          "x\"; flush ruleset");
  private static final int OTHERS = 07;
  private static final int GROUP_AND_OTHERS = 077;
  private static final int MODE = 07777;

  private HostNetwork host;
  private DaemonProcess daemon;
  private Path directory;

  @BeforeAll
  void start(HostNetwork on) {
    host = on;
    daemon = DaemonProcess.start(host);
    directory = daemon.socket().getParent();
  }

  @AfterAll
  void stop() {
    daemon.close();
  }

  private Output pontoon(String... arguments) {
    return host.exec(
        Stream.concat(Stream.of(PONTOON, "-H", daemon.address()), Stream.of(arguments))
            .toArray(String[]::new));
  }

  @Test
  void nobodyElseReadsThem() throws IOException {
    pontoon("run", "--name", "web", "--rootfs", "/", "--", "true").orFail();
    assertThat(mode(daemon.socket())).isEqualTo(0660);
    assertThat(mode(directory.resolve("pid")) & 022).isZero();
    for (String root : List.of("data", "run")) {
      assertThat(mode(directory.resolve(root))).as(root).isEqualTo(0700);
    }
    try (Stream<Path> files = Files.walk(directory.resolve("data/network"))) {
      assertThat(files.filter(Files::isRegularFile))
          .isNotEmpty()
          .allSatisfy(file -> assertThat(mode(file) & GROUP_AND_OTHERS).as("%s", file).isZero());
    }
    // Beside the roots, which nobody else gets into, there is only what others may see.
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files)
          .filteredOn(file -> (mode(file) & OTHERS) != 0)
          .extracting(file -> file.getFileName().toString())
          .isSubsetOf("pid", "log"); // this test's own redirection makes the log
    }
    pontoon("rm", "web").orFail();
  }

  private static int mode(Path file) {
    try {
      return (int) Files.getAttribute(file, "unix:mode") & MODE;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void namesAreNamesAndNothingElse() throws IOException {
    for (String pattern : PATTERNS) {
      Path trap = host.directory().resolve("trap");
      String name = pattern.replace("TRAP", trap.toString());
      isRefusedAsAName(name);
      isKeptAsItIs(name);
      assertThat(trap).as(pattern).doesNotExist();
    }
    assertThat(pontoon("network", "ls", "-q").orFail().lines()).hasSize(3);
    assertThat(host.exec("nft", "list", "tables").orFail().lines())
        .containsExactlyInAnyOrder("table inet pontoon", "table bridge pontoon");
  }

  private void isRefusedAsAName(String name) {
    assertThat(pontoon("run", "--name=" + name, "--rootfs", "/", "--", "true").exitCode())
        .as(name)
        .isEqualTo(125);
    assertThat(pontoon("network", "create", name).exitCode()).as(name).isEqualTo(1);
    String bridge = "com.docker.network.bridge.name=" + name;
    assertThat(pontoon("network", "create", "-o", bridge, "lab").exitCode()).as(name).isEqualTo(1);
  }

  /** Labels, host names and variables may be anything. */
  private void isKeptAsItIs(String name) {
    String[] run = {
      "run", "--name=odd", "--label", "l=" + name, "-e", "V=" + name, "--rootfs", "/", "--", "env"
    };
    assertThat(pontoon(run).orFail()).contains("V=" + name);
    assertThat(pontoon("inspect", "-f", "{{index .Config.Labels \"l\"}}", "odd").orFail())
        .isEqualTo(name + "\n");
    pontoon("rm", "odd").orFail();
  }

  @Test
  void aNameThatLooksLikeAnOptionIsRefused() {
    assertThat(pontoon("run", "--name=-rf", "--rootfs", "/", "--", "true").exitCode())
        .isEqualTo(125);
  }
}
