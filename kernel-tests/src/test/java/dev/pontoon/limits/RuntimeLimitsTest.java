package dev.pontoon.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pontoon.testkit.HostNamespace;
import dev.pontoon.testkit.HostNetwork;
import dev.pontoon.testkit.Output;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * runc and conmon that are missing, killed in the middle, or hang: in the daemon's mount namespace
 * scripts stand in their places, which misbehave while a file of that name is there.
 */
@HostNamespace
final class RuntimeLimitsTest {
  private static final Path RUNC = Path.of("/usr/sbin/runc");
  private static final Path CONMON = Path.of("/usr/bin/conmon");
  private static final String HANG = "sleep 86397"; // no other process sleeps so long
  private static final Set<PosixFilePermission> EXECUTABLE =
      PosixFilePermissions.fromString("rwxr-xr-x");
  private static final String CREATE = "create --name web -p 7000:80 --rootfs ROOT -- sleep 600";

  /** Its second process outlives the first, so that runc is needed to end it. */
  private static final String LEAVING =
      "run -d --name left --pid host --rootfs ROOT -- sh -c sleep${IFS}600&exec${IFS}sleep${IFS}600";

  private static final String TOO_LATE = "gave no answer within 1 s and was killed";

  @SuppressWarnings("NullAway.Init") // by start, with which each test begins
  private Path stage;

  @SuppressWarnings("NullAway.Init") // likewise
  private LimitedDaemon daemon;

  @Test
  void aRuntimeThatIsMissingOrKilledIsToldOfAndTheDaemonGoesOn(HostNetwork host) throws Exception {
    try (LimitedDaemon started = start(host)) {
      daemon = started;
      during("runc-dies", () -> refused("runc ended without a word"));
      during("conmon-dies", () -> refused("conmon or runc ended without a word"));
      hidden(host, RUNC, "runc");
      hidden(host, CONMON, "start /usr/bin/conmon: Permission denied");
    }
  }

  @Test
  void aRuntimeThatHangsIsKilledAndTheDaemonGoesOn(HostNetwork host) throws Exception {
    try (LimitedDaemon started = start(host, "--runtime-timeout=1")) {
      daemon = started;
      during("runc-hangs", () -> refused(TOO_LATE));
      during("runc-dies-last", () -> refused("failed to create task for container: "));
      during("conmon-hangs", () -> refused(TOO_LATE));
      aRunningContainer();
      assertThat(host.exec("pgrep", "-f", HANG).out()).isEmpty();
    }
  }

  private LimitedDaemon start(HostNetwork host, String... flags) throws IOException {
    stage = Files.createDirectory(host.directory().resolve("stage"));
    Path runc = script("runc", RUNC);
    Path conmon = script("conmon", CONMON);
    String mounting =
        "mount --bind %s %s && mount --bind %s %s && exec \"$@\""
            .formatted(runc, RUNC, conmon, CONMON);
    return new LimitedDaemon(
        host, List.of("unshare", "--mount", "sh", "-c", mounting, "sh"), flags);
  }

  /** What is done while a program misbehaves. */
  private interface Work {
    void run() throws IOException;
  }

  private void during(String trouble, Work work) throws IOException {
    Files.createFile(stage.resolve(trouble));
    try {
      work.run();
    } finally {
      Files.delete(stage.resolve(trouble));
    }
    daemon.awaitWork();
  }

  private void refused(String words) throws IOException {
    daemon.pontoon(CREATE).orFail();
    daemon.requireRefusal("start web", 500, words);
    daemon.pontoon("rm web").orFail();
  }

  private void hidden(HostNetwork host, Path program, String words) throws IOException {
    String pid = Long.toString(daemon.pid());
    host.exec("nsenter", "--mount", "-t", pid, "mount", "--bind", "/dev/null", program.toString())
        .orFail();
    try {
      refused(words);
    } finally {
      host.exec("nsenter", "--mount", "-t", pid, "umount", program.toString()).orFail();
    }
    daemon.awaitWork();
  }

  /** Neither an exec nor a removal waits for ever, and the container is well afterwards. */
  private void aRunningContainer() throws IOException {
    daemon.pontoon(CREATE).orFail();
    daemon.await("start web");
    during(
        "runc-hangs",
        () -> {
          Output output = daemon.pontoon("exec web true"); // told in the stream, as Docker does
          assertThat(output.exitCode()).isNotZero();
          assertThat(output.out() + output.err()).contains(TOO_LATE);
        });
    daemon.await("exec web true");
    during("runc-hangs", () -> daemon.pontoon("rm -f web").orFail()); // not asked for that
    daemon.await(LEAVING);
    during(
        "runc-hangs",
        () ->
            assertThat(daemon.pontoon("rm -f left").err())
                .contains("runc delete", TOO_LATE)
                .hasLineCount(1));
    daemon.await("rm -f left");
    assertThat(daemon.pontoon("ps -aq").orFail()).isEmpty();
  }

  private Path script(String name, Path program) throws IOException {
    Path real = Files.createDirectory(stage.resolve("real-" + name)).resolve(name);
    Files.copy(program.toRealPath(), real);
    Files.setPosixFilePermissions(real, EXECUTABLE);
    Path script = stage.resolve(name);
    Files.writeString(
        script,
        """
        #!/bin/sh
        [ -e %1$s/%2$s-hangs ] && exec %4$s
        [ -e %1$s/%2$s-dies ] && kill -9 $$
        [ -e %1$s/%2$s-dies-last ] && { %3$s "$@"; kill -9 $$; }
        exec %3$s "$@"
        """
            .formatted(stage, name, real, HANG));
    Files.setPosixFilePermissions(script, EXECUTABLE);
    return script;
  }
}
