package dev.pontoon.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pontoon.testkit.HostNetwork;
import dev.pontoon.testkit.Output;
import dev.pontoon.testkit.ProjectFiles;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A daemon on a test's host that is started by a command of the test's own, as under a limit. */
final class LimitedDaemon implements AutoCloseable {
  private static final String PONTOON = ProjectFiles.root().resolve("bin/pontoon").toString();
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final String APPLETS = "sh true sleep";

  private final HostNetwork host;
  private final Path directory;
  private final Path root;
  private final Process process;

  /**
   * Starts a daemon and waits until it answers.
   *
   * @param prefix the command that runs the daemon's; empty for none
   */
  LimitedDaemon(HostNetwork host, List<String> prefix, String... flags) throws IOException {
    this.host = host;
    this.directory = Files.createDirectories(host.directory().resolve("daemon"));
    this.root = busybox(host.directory().resolve("root"));
    List<String> command =
        Stream.of(prefix, List.of(PONTOON, "daemon"), roots(), List.of(flags))
            .flatMap(List::stream)
            .toList();
    process =
        new ProcessBuilder(host.commandLine(command.toArray(String[]::new)))
            .redirectErrorStream(true)
            .redirectOutput(host.directory().resolve("log").toFile())
            .start();
    Awaitility.await().atMost(LIMIT).until(() -> !process.isAlive() || answers());
    assertThat(process.isAlive()).as(log()).isTrue();
  }

  private List<String> roots() {
    return List.of(
        "--host=" + address(),
        "--data-root=" + directory.resolve("data"),
        "--exec-root=" + directory.resolve("run"),
        "--pidfile=" + host.directory().resolve("pid"));
  }

  private String address() {
    return "unix://" + socket();
  }

  Path socket() {
    return host.directory().resolve("pontoon.sock");
  }

  long pid() {
    return process.pid();
  }

  private boolean answers() {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      return channel.connect(UnixDomainSocketAddress.of(socket()));
    } catch (IOException e) {
      return false; // not yet
    }
  }

  private static Path busybox(Path root) throws IOException {
    Files.createDirectories(root.resolve("bin"));
    Files.copy(Path.of("/bin/busybox"), root.resolve("bin/busybox"));
    for (String applet : APPLETS.split(" ", -1)) {
      Files.createSymbolicLink(root.resolve("bin/" + applet), Path.of("busybox"));
    }
    return root;
  }

  /** Runs a command of {@code pontoon}; ROOT in it is a root file system of busybox. */
  Output pontoon(String command) {
    return host.exec(
        LIMIT,
        Stream.concat(
                Stream.of("env", "DOCKER_HOST=" + address(), PONTOON),
                Stream.of(command.replace("ROOT", root.toString()).split(" ", -1)))
            .toArray(String[]::new));
  }

  /** An ordinary container works. */
  void requireWork() {
    pontoon("run --rm -p 7070:80 --rootfs ROOT -- true").orFail();
  }

  /**
   * A command succeeds, sooner or later: where the runtime has little time, a busy host needs more.
   */
  void await(String command) {
    Awaitility.await().atMost(LIMIT).until(() -> pontoon(command).exitCode() == 0);
  }

  /** An ordinary container works, sooner or later. */
  void awaitWork() {
    await("run --rm -p 7070:80 --rootfs ROOT -- true");
  }

  /**
   * A command fails in one line with these words, is answered with a status, and leaves no trace.
   */
  void requireRefusal(String command, int status, String... words) throws IOException {
    List<String> before = snapshot();
    int logged = log().length();
    Output output = pontoon(command);
    assertThat(output.exitCode()).as(command).isNotZero();
    assertThat(output.err().strip()).as(command).contains(words).hasLineCount(1);
    assertThat(log().substring(logged)).as(command).contains(": " + status + " ");
    assertThat(snapshot()).as("after " + command).isEqualTo(before);
  }

  /** What there is: in the kernel, in the roots, and as the API tells it. */
  List<String> snapshot() throws IOException {
    return List.of(
        host.exec("sh", "-c", "ip -br link | awk '{ print $1 }'").orFail(),
        host.exec("nft", "-s", "list", "ruleset").orFail(),
        host.exec("ss", "-Hltn").orFail(),
        files("run/netns"),
        files("run/containers"),
        files("run/runtime"),
        files("run/exits"),
        pontoon("ps -q").orFail(),
        pontoon("network ls -q").orFail());
  }

  private String files(String place) throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve(place))) {
      return files
          .map(file -> place + "/" + file.getFileName() + "\n")
          .sorted()
          .toList()
          .toString();
    }
  }

  String log() throws IOException {
    return Files.readString(host.directory().resolve("log"));
  }

  /** Where its roots lie. */
  Path directory() {
    return directory;
  }

  /** Removes its containers and stops it. */
  @Override
  public void close() {
    try {
      String all = pontoon("ps -aq").orFail().strip();
      if (!all.isEmpty()) {
        pontoon("rm -f " + String.join(" ", all.lines().toList())).orFail();
      }
    } finally {
      process.destroy();
      awaitEnd();
    }
  }

  private void awaitEnd() {
    try {
      if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("the daemon did not stop");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
