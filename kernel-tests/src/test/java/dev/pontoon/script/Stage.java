package dev.pontoon.script;

import dev.pontoon.daemon.Terminal;
import dev.pontoon.testkit.HostNetwork;
import dev.pontoon.testkit.Output;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** A daemon on a test's host, an image of busybox, and a directory in which command lines run. */
final class Stage implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final String CLEAR =
      """
      docker ps -aq | xargs -r -n 1 -P 4 docker rm -fv >/dev/null
      docker volume ls -q | xargs -r docker volume rm >/dev/null &
      docker network ls -q --filter type=custom | xargs -r docker network rm >/dev/null &
      docker images --format '{{.Repository}}:{{.Tag}} {{.ID}}' | grep -v '^box:latest ' |
        sed -e 's/^<none>:<none> //' -e 's/ .*//' | sort -u | xargs -r docker rmi -f >/dev/null &
      wait
      docker ps -aq &
      docker volume ls -q &
      docker network ls -q --filter type=custom &
      images=$(docker images -q) || exit
      echo "$images" | tail -n +2
      wait
      """;

  private final HostNetwork host;
  private final Client own;
  private final String address;
  private final Runnable stop;
  private final Path directory;

  private Stage(HostNetwork host, Client own, String address, Runnable stop) {
    this.host = host;
    this.own = own;
    this.address = address;
    this.stop = stop;
    this.directory = host.directory().resolve("script");
  }

  /**
   * Prepares the directory and the image.
   *
   * @param own the client that prepares and clears the stage
   * @param stop ends the daemon
   */
  static Stage open(HostNetwork host, Client own, String address, Runnable stop) {
    Stage stage = new Stage(host, own, address, stop);
    try {
      Files.createDirectories(stage.directory);
      stage.importBusybox();
      return stage;
    } catch (IOException e) {
      stop.run();
      throw new UncheckedIOException(e);
    } catch (RuntimeException | AssertionError e) {
      stop.run();
      throw e;
    }
  }

  private void importBusybox() throws IOException {
    Path root = Files.createDirectories(host.directory().resolve("busybox"));
    for (String name : List.of("bin", "etc", "tmp", "www", "root")) {
      Files.createDirectories(root.resolve(name));
    }
    Files.setAttribute(root.resolve("tmp"), "unix:mode", 01777);
    Files.copy(Path.of("/bin/busybox"), root.resolve("bin/busybox"));
    Files.writeString(root.resolve("www/index.html"), "hello from a container\n");
    Files.writeString(
        root.resolve("etc/passwd"),
        "root:x:0:0:root:/root:/bin/sh\nwww:x:33:34:www:/www:/bin/sh\n");
    Files.writeString(root.resolve("etc/group"), "root:x:0:\nwww:x:34:\nstaff:x:50:www\n");
    for (String applet : host.exec("busybox", "--list").orFail().split("\n", -1)) {
      Path link = root.resolve("bin").resolve(applet);
      if (!applet.isEmpty() && !Files.exists(link)) {
        Files.createSymbolicLink(link, Path.of("busybox"));
      }
    }
    shell(own, "tar -C ../busybox -c . | docker import -c 'CMD [\"sh\"]' -c 'EXPOSE 80' - box")
        .orFail();
  }

  private Output shell(Client client, String line) {
    return host.exec(
        LIMIT,
        "env",
        "-C",
        directory.toString(),
        "DOCKER_HOST=" + address,
        "DOCKER_CONFIG=" + directory.resolve(".docker"),
        "sh",
        "-c",
        client.firstIn(host.directory(), line));
  }

  /**
   * Runs a step by a client.
   *
   * @throws AssertionError if anything is not as the script has it
   */
  void run(Client client, Step step) {
    switch (step.kind()) {
      case ONCE -> check(step, shell(client, step.command()));
      case UNTIL -> await(client, step);
      case TERMINAL -> atTerminal(client, step);
    }
  }

  private void await(Client client, Step step) {
    List<AssertionError> last = new ArrayList<>();
    try {
      Awaitility.await()
          .atMost(LIMIT)
          .pollInSameThread()
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(50))
          .until(() -> fits(client, step, last));
    } catch (ConditionTimeoutException e) {
      throw last.getLast();
    }
  }

  private boolean fits(Client client, Step step, List<AssertionError> last) {
    try {
      check(step, shell(client, step.command()));
      return true;
    } catch (AssertionError e) {
      last.add(e);
      return false;
    }
  }

  private void atTerminal(Client client, Step step) {
    String line = client.firstIn(host.directory(), "cd " + directory + " && " + step.command());
    try (Terminal terminal = Terminal.open(host, address, line)) {
      for (Step.Key key : step.keys()) {
        if (key.typed()) {
          terminal.type(key.text());
        } else {
          terminal.await(key.text());
        }
      }
      check(step, new Output(terminal.exitCode(), "", terminal.shown()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void check(Step step, Output output) {
    boolean fits =
        output.exitCode() == step.exitCode()
            && step.err().stream().allMatch(output.err()::contains)
            && Lines.match(step.out(), output.out());
    if (!fits) {
      throw new AssertionError(
          """
          %s
          exit code %d, wanted %d
          --- printed
          %s--- wanted
          %s
          --- said
          %s--- wanted
          %s
          """
              .formatted(
                  step.command(),
                  output.exitCode(),
                  step.exitCode(),
                  output.out(),
                  String.join("\n", step.out()),
                  output.err(),
                  String.join("\n", step.err())));
    }
  }

  /** Removes what a group of lines leaves, but the image. */
  void clear() {
    String left = shell(own, CLEAR).orFail();
    if (!left.isEmpty()) {
      throw new AssertionError("not removed: " + left);
    }
  }

  @Override
  public void close() {
    try {
      clear();
    } finally {
      stop.run();
    }
  }
}
