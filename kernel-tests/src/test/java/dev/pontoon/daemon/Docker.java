package dev.pontoon.daemon;

import dev.pontoon.testkit.DaemonProcess;
import dev.pontoon.testkit.HostNetwork;
import dev.pontoon.testkit.Output;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The real docker client, talking to a daemon of ours on a test's host. */
public final class Docker implements AutoCloseable {
  private static final String APPLETS =
      "sh true cat echo ls sleep httpd wget ip hostname tty nc kill grep";

  private final HostNetwork host;
  private DaemonProcess daemon;
  private final String[] flags;

  public Docker(HostNetwork host, String... flags) {
    this.host = host;
    this.flags = flags;
    daemon = DaemonProcess.start(host, flags);
  }

  /** Runs a command of the client. */
  public Output run(String... arguments) {
    return host.exec(
        Stream.concat(
                Stream.of("env", "DOCKER_HOST=" + daemon.address(), "docker"), Stream.of(arguments))
            .toArray(String[]::new));
  }

  /** What a command of the client prints, without the last newline. */
  public String out(String... arguments) {
    return run(arguments).orFail().strip();
  }

  /** Runs a line of shell in which {@code docker} is the client. */
  public Output shell(String line) {
    return host.exec("env", "DOCKER_HOST=" + daemon.address(), "sh", "-c", line);
  }

  /** Imports an image of busybox. */
  public void importBusybox(String name) throws IOException {
    Path root = host.directory().resolve("busybox");
    Files.createDirectories(root.resolve("bin"));
    Files.createDirectories(root.resolve("www"));
    Files.writeString(root.resolve("www/index.html"), "hello from a container\n");
    Files.copy(Path.of("/bin/busybox"), root.resolve("bin/busybox"));
    for (String applet : APPLETS.split(" ", -1)) {
      Files.createSymbolicLink(root.resolve("bin/" + applet), Path.of("busybox"));
    }
    shell("tar -C " + root + " -c . | docker import -c 'CMD [\"sh\"]' -c 'EXPOSE 80' - " + name)
        .orFail();
  }

  /** The daemon's process. */
  public DaemonProcess daemon() {
    return daemon;
  }

  /** Kills the daemon, and starts another on the same roots. */
  void killAndStartAgain() throws InterruptedException {
    daemon.process().destroyForcibly().waitFor();
    startAgain();
  }

  /** Stops the daemon, and starts another on the same roots. */
  void stopAndStartAgain() {
    daemon.close();
    startAgain();
  }

  /** Starts another daemon on the same roots, after the one before has ended. */
  void startAgain() {
    daemon = DaemonProcess.start(host, flags);
  }

  /** Removes all containers. */
  void clear() {
    String all = out("ps", "-aq");
    if (!all.isEmpty()) {
      run(Stream.concat(Stream.of("rm", "-f"), all.lines()).toArray(String[]::new)).orFail();
    }
  }

  /** Removes all containers and stops the daemon. */
  @Override
  public void close() {
    try {
      clear();
    } finally {
      daemon.close();
    }
  }
}
