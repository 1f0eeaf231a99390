package dev.pontoon.runtime.container;

import dev.pontoon.runtime.ExecSpec;
import dev.pontoon.runtime.Isolation;
import dev.pontoon.runtime.OutputSink;
import dev.pontoon.runtime.RuntimeFault;
import dev.pontoon.runtime.conmon.Conmon;
import dev.pontoon.runtime.conmon.ConmonExec;
import dev.pontoon.runtime.files.Disk;
import dev.pontoon.runtime.files.Json;
import dev.pontoon.runtime.oci.CapabilitySet;
import dev.pontoon.runtime.oci.RuntimeSpec;
import dev.pontoon.runtime.oci.SpecGenerator;
import dev.pontoon.runtime.oci.Users;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

/** Runs further processes in containers. */
final class Execs {
  private final Places places;
  private final Conmon conmon;

  Execs(Places places, Conmon conmon) {
    this.places = places;
    this.conmon = conmon;
  }

  ExecSession start(ContainerRecord container, ExecSpec spec, OutputSink sink) {
    if (spec.command().isEmpty()) {
      throw new RuntimeFault(RuntimeFault.Kind.INVALID, "No exec command specified");
    }
    Path directory = Disk.directory(places.execs().resolve(UUID.randomUUID().toString()));
    try {
      ConmonExec exec =
          ConmonExec.start(
              conmon, container.id(), program(container, spec), spec.stdin(), directory, sink);
      return new ExecSession(exec);
    } catch (RuntimeException e) {
      Disk.remove(directory);
      throw e;
    }
  }

  private RuntimeSpec.Program program(ContainerRecord container, ExecSpec spec) {
    RuntimeSpec running =
        Json.read(places.bundle(container.id()).resolve("config.json"), RuntimeSpec.class);
    Isolation isolation = container.spec().isolation();
    RuntimeSpec.User user =
        spec.user().isEmpty()
            ? running.process().user()
            : Users.of(places.rootfs(container.id()).merged())
                .find(spec.user(), isolation.groupAdd());
    List<String> bounding =
        spec.privileged() ? CapabilitySet.held() : running.process().capabilities().bounding();
    return SpecGenerator.exec(running.process(), spec, user, bounding);
  }
}
