package dev.pontoon.engine.model;

import java.net.InetAddress;
import java.util.Optional;

/**
 * A request to publish ports of a container.
 *
 * @param hostAddress where on the host; empty is every address of both families
 * @param hostFirst the first host port; 0 lets the engine choose from the host's ephemeral range
 * @param hostCount how many host ports there are to choose from: {@code count}, or more if one port
 *     is to be chosen from a range ({@code -p 8000-9000:80})
 * @param containerFirst the first of the container's ports
 * @param count how many successive ports are published
 */
public record PortSpec(
    Protocol protocol,
    Optional<InetAddress> hostAddress,
    int hostFirst,
    int hostCount,
    int containerFirst,
    int count) {
  private static final int MAX = 65_535;

  public PortSpec {
    if (containerFirst < 1 || count < 1 || containerFirst + count - 1 > MAX) {
      throw new IllegalArgumentException(
          "invalid container port range " + containerFirst + "+" + count);
    }
    if (hostFirst < 0 || hostFirst + hostCount - 1 > MAX || hostCount < count) {
      throw new IllegalArgumentException("invalid host port range " + hostFirst + "+" + hostCount);
    }
    if (count > 1 && hostCount != count && hostFirst != 0) {
      throw new IllegalArgumentException(
          "invalid ranges: %d host ports for %d container ports".formatted(hostCount, count));
    }
  }

  /** One port on a given host port. */
  public static PortSpec of(Protocol protocol, int hostPort, int containerPort) {
    return new PortSpec(protocol, Optional.empty(), hostPort, 1, containerPort, 1);
  }
}
