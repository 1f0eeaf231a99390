package dev.pontoon.daemon.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClaimTest {
  @TempDir private Path directory;

  private Options options(String socket, String data) throws IOException {
    Path config = Files.writeString(directory.resolve("daemon.json"), "{}");
    return Options.parse(
        List.of(
            "--config-file=" + config,
            "--host=unix://" + directory.resolve(socket),
            "--data-root=" + directory.resolve(data),
            "--exec-root=" + directory.resolve("run"),
            "--pidfile=" + directory.resolve("pid")));
  }

  private static void listen(Path socket) throws IOException {
    try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      dead.bind(UnixDomainSocketAddress.of(socket));
    }
  }

  @Test
  void aDeadDaemonsFilesAreTakenOverAndRemovedAtTheEnd() throws IOException {
    listen(directory.resolve("s"));
    Files.writeString(directory.resolve("pid"), "1\n");

    try (Claim claim = Claim.take(options("s", "data"))) {
      assertThat(claim).isNotNull();
      assertThat(directory.resolve("s")).doesNotExist();
      assertThat(Files.readString(directory.resolve("pid")).strip())
          .isEqualTo(String.valueOf(ProcessHandle.current().pid()));
    }

    assertThat(directory.resolve("pid")).doesNotExist();
  }

  @Test
  void aLiveDaemonsSocketIsLeftAlone() throws IOException {
    try (ServerSocketChannel live = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      live.bind(UnixDomainSocketAddress.of(directory.resolve("s")));

      assertThatThrownBy(() -> Claim.take(options("s", "data")))
          .isInstanceOf(StartException.class)
          .hasMessageEndingWith("/s is in use by a running daemon");
    }
    assertThat(directory.resolve("s")).exists();
    assertThat(directory.resolve("pid")).doesNotExist();
  }

  @Test
  void twoDaemonsNeverShareADataRoot() throws IOException {
    try (Claim claim = Claim.take(options("a", "data"))) {
      assertThat(claim).isNotNull();
      assertThatThrownBy(() -> Claim.take(options("b", "data")))
          .isInstanceOf(StartException.class)
          .hasMessageEndingWith("/data is in use by a running daemon");
    }
  }

  @Test
  void capabilitiesAreNeeded() throws IOException {
    Path status = Files.writeString(directory.resolve("status"), "CapEff:\t0000000000001000\n");
    assertThatThrownBy(() -> Privileges.check(status))
        .hasMessage(
            "the daemon needs to be started with root privileges: CAP_SYS_ADMIN is missing");
    Privileges.check(Files.writeString(status, "CapEff:\t000001ffffffffff\n"));
  }
}
