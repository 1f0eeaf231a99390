package dev.pontoon.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pontoon.linux.netns.NetworkNamespace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The check for leaks finds what tests leave behind; so it must be seen to fail. */
class LeaksTest {
  private static final Duration PATIENCE = Duration.ofMillis(300);

  private Leaks before;
  private HostNetwork host;

  @BeforeEach
  void open() throws IOException {
    before = Leaks.snapshot();
    host = HostNetwork.create();
  }

  @AfterEach
  void close() {
    host.close();
    assertThat(Files.exists(host.directory())).isFalse();
  }

  @Test
  void aTidyTestPasses() throws IOException {
    host.lan().join("client").node().serve(80);
    assertThatCode(() -> before.requireNone(host, PATIENCE)).doesNotThrowAnyException();
  }

  @Test
  void aMountedNamespaceIsNamed() throws IOException {
    Path forgotten = host.directory().resolve("forgotten");
    NetworkNamespace.create(forgotten).close();
    assertThatThrownBy(() -> before.requireNone(host, PATIENCE))
        .hasMessageMatching("left behind:\\n  mount of nsfs net:\\[\\d+\\] at " + forgotten);
  }

  @Test
  void anOpenSocketIsNamed() throws IOException {
    try (var socket = host.namespace().socket(0)) {
      assertThat(socket).isNotNull();
      assertThatThrownBy(() -> before.requireNone(host, PATIENCE))
          .hasMessageMatching("left behind:\\n  descriptor of socket:\\[\\d+\\]");
    }
  }

  @Test
  void aRunningProcessIsNamedAndEnded() throws Exception {
    Process sleep = new ProcessBuilder(host.commandLine("sleep", "60")).start();
    try {
      assertThatThrownBy(() -> before.requireNone(host, PATIENCE))
          .hasMessageContaining("child " + sleep.pid())
          .hasMessageContaining("process " + sleep.pid());
      assertThat(sleep.waitFor(5, TimeUnit.SECONDS)).isTrue();
    } finally {
      sleep.destroyForcibly();
    }
  }
}
