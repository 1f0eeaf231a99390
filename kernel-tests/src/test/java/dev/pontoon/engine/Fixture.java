package dev.pontoon.engine;

import dev.pontoon.engine.model.EndpointSpec;
import dev.pontoon.engine.model.NetworkMode;
import dev.pontoon.engine.model.SandboxSpec;
import dev.pontoon.testkit.HostNetwork;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** What tests of the engine need again and again. */
final class Fixture {
  private Fixture() {}

  static EngineConfig config(HostNetwork host) {
    return EngineConfig.at(
            host.path(), host.directory().resolve("data"), host.directory().resolve("exec"))
        .withFirewall(FirewallBackend.NONE);
  }

  static String id(int number) {
    return "c0".repeat(28) + HexFormat.of().toHexDigits(number);
  }

  static SandboxSpec container(int number, String... networks) {
    NetworkMode.Own mode = new NetworkMode.Own(Stream.of(networks).map(EndpointSpec::on).toList());
    return new SandboxSpec(id(number), "c" + number, mode, List.of());
  }
}
