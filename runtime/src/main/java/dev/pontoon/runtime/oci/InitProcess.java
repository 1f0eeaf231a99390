package dev.pontoon.runtime.oci;

import dev.pontoon.runtime.Isolation;
import dev.pontoon.runtime.RuntimeFault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The small init of {@code --init}: a static program of the host that is bound into the container,
 * where Docker's users know it.
 */
final class InitProcess {
  static final String INSIDE = "/sbin/docker-init";
  private static final List<Path> PROGRAMS =
      List.of(Path.of("/usr/bin/tini-static"), Path.of("/usr/bin/catatonit"));

  private InitProcess() {}

  /** The program on the host. */
  static Optional<Path> program() {
    return PROGRAMS.stream().filter(Files::isExecutable).findFirst();
  }

  /**
   * Refuses a container that wants an init where there is none.
   *
   * @throws RuntimeFault if so
   */
  static void check(Isolation isolation) {
    if (isolation.init() && program().isEmpty()) {
      throw new RuntimeFault(
          RuntimeFault.Kind.FAILED, "no init for containers found: install tini");
    }
  }

  static List<String> before(Isolation isolation, List<String> args) {
    if (!isolation.init()) {
      return args;
    }
    List<String> all = new ArrayList<>(List.of(INSIDE, "--"));
    all.addAll(args);
    return List.copyOf(all);
  }
}
