package dev.pontoon.engine;

import dev.pontoon.engine.model.DriverConfig;
import dev.pontoon.engine.model.Endpoint;
import dev.pontoon.engine.model.EndpointSpec;
import dev.pontoon.engine.model.Network;
import dev.pontoon.engine.model.NetworkMode;
import dev.pontoon.engine.model.PortMapping;
import dev.pontoon.engine.model.PortSpec;
import dev.pontoon.engine.model.Protocol;
import dev.pontoon.engine.model.Sandbox;
import dev.pontoon.engine.model.Subnet;
import dev.pontoon.linux.ip.Addresses;
import dev.pontoon.linux.ip.Cidr;
import dev.pontoon.linux.ip.MacAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A network with IPv4 and IPv6, and a container on it with a published port. */
public final class Samples {
  public static final Network WEB =
      new Network(
          "ab".repeat(32),
          "web",
          Instant.parse("2026-11-22T12:00:00.123456789Z"),
          new DriverConfig.Bridge(
              Optional.of("br-abababababab"), Optional.of(1450), true, true, Optional.empty()),
          List.of(
              new Subnet(
                  Cidr.parse("172.18.0.0/16"),
                  Optional.of(Cidr.parse("172.18.5.0/24")),
                  Addresses.parse("172.18.0.1"),
                  Map.of("printer", Addresses.parse("172.18.0.9"))),
              new Subnet(
                  Cidr.parse("fd12:3456:789a:1::/64"),
                  Optional.empty(),
                  Addresses.parse("fd12:3456:789a:1::1"),
                  Map.of())),
          true,
          false,
          Map.of("team", "blue"),
          Map.of("com.docker.network.driver.mtu", "1450"));

  public static final Endpoint ENDPOINT =
      new Endpoint(
          "ee".repeat(32),
          WEB.id(),
          "vethad06c29",
          "eth0",
          MacAddress.parse("02:42:ac:12:05:00"),
          Optional.of(Cidr.parse("172.18.5.0/16")),
          Optional.of(Cidr.parse("fd12:3456:789a:1::2/64")),
          Optional.of(Addresses.parse("172.18.0.1")),
          Optional.of(Addresses.parse("fd12:3456:789a:1::1")),
          List.of("db"),
          false,
          0,
          List.of());

  public static final Sandbox CONTAINER =
      new Sandbox(
          "c0".repeat(32),
          "c1",
          new NetworkMode.Own(List.of(EndpointSpec.on("web"))),
          Path.of("/run/pontoon/netns/c1"),
          List.of(ENDPOINT),
          List.of(PortSpec.of(Protocol.TCP, 5000, 80)),
          List.of(
              new PortMapping(
                  Protocol.TCP,
                  Addresses.parse("0.0.0.0"),
                  5000,
                  Addresses.parse("172.18.5.0"),
                  80,
                  1,
                  WEB.id())),
          List.of());

  private Samples() {}
}
