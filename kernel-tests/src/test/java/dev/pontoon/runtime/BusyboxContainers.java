package dev.pontoon.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Tests with containers of busybox on a host of each test's own, of which nothing must be left. */
abstract class BusyboxContainers {
  @TempDir Path directory;
  Path root;
  RuntimeHost host;

  @BeforeEach
  void open() throws Exception {
    root = BusyboxRoot.make(Files.createDirectory(directory.resolve("busybox")));
    host = new RuntimeHost(directory);
  }

  @AfterEach
  void nothingIsLeft() throws IOException {
    host.close();
    host.requireNothingLeft();
  }

  final ContainerSpec.Builder spec(String... command) {
    return ContainerSpec.named("c" + System.nanoTime()).rootfs(root.toString()).command(command);
  }
}
