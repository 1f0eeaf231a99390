package dev.pontoon.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pontoon.testkit.HostNamespace;
import dev.pontoon.testkit.HostNetwork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
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
  private static final String RUN = "run -d --name c -p 7000:80 --rootfs ROOT -- sleep 600";

  private Path stage;
  private LimitedDaemon daemon;

  @Test
  void aRuntimeThatFailsIsToldOfAndTheDaemonGoesOn(HostNetwork host) throws Exception {
    stage = Files.createDirectory(host.directory().resolve("stage"));
    Path runc = script("runc", RUNC);
    Path conmon = script("conmon", CONMON);
    String mounts = "mount --bind %s %s && mount --bind %s %s && exec \"$@\"";
    List<String> prefix =
        List.of("unshare", "--mount", "sh", "-c", mounts.formatted(runc, RUNC, conmon, CONMON), "sh");
    try (LimitedDaemon started = new LimitedDaemon(host, prefix, "--runtime-timeout=3")) {
      daemon = started;
      daemon.requireWork();
      during("runc-hangs", () -> refused("gave no answer within 3 s and was killed"));
      during("runc-dies-first", () -> refused("runc ended without a word"));
      during("runc-dies-last", () -> refused("runc ended without a word"));
      during("conmon-hangs", () -> refused("gave no answer within 3 s and was killed"));
      during("conmon-dies-first", () -> refused("conmon or runc ended without a word"));
      hidden(host, RUNC, "runc");
      hidden(host, CONMON, "start /usr/bin/conmon: Permission denied");
      aRunningContainer();
      assertThat(host.exec("pgrep", "-f", HANG).out()).isEmpty();
    }
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
    daemon.requireWork();
  }

  private void refused(String words) throws IOException {
    daemon.pontoon("create --name c -p 7000:80 --rootfs ROOT -- sleep 600").orFail();
    daemon.requireRefusal("start c", 500, words);
    daemon.pontoon("rm c").orFail();
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
    daemon.requireWork();
  }

  /** Neither an exec nor a removal waits for ever, and the container is well afterwards. */
  private void aRunningContainer() throws IOException {
    daemon.pontoon(RUN).orFail();
    during(
        "runc-hangs",
        () -> daemon.requireRefusal("exec c true", 500, "gave no answer within 3 s and was killed"));
    daemon.pontoon("exec c true").orFail();
    during(
        "runc-hangs",
        () ->
            assertThat(daemon.pontoon("rm -f c").err())
                .contains("runc delete", "gave no answer within 3 s and was killed")
                .hasLineCount(1));
    daemon.pontoon("rm -f c").orFail();
    assertThat(daemon.pontoon("ps -aq").orFail()).isEmpty();
  }

  private Path script(String name, Path program) throws IOException {
    Path real = Files.createDirectory(stage.resolve("real-" + name)).resolve(name);
    Files.copy(program.toRealPath(), real);
    real.toFile().setExecutable(true);
    Path script = stage.resolve(name);
    Files.writeString(
        script,
        """
        #!/bin/sh
        [ -e %1$s/%2$s-hangs ] && exec %4$s
        [ -e %1$s/%2$s-dies-first ] && kill -9 $$
        [ -e %1$s/%2$s-dies-last ] && { %3$s "$@"; kill -9 $$; }
        exec %3$s "$@"
        """
            .formatted(stage, name, real, HANG));
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    return script;
  }
}
