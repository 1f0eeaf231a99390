package dev.pontoon.runtime;

import java.util.List;

/**
 * All that a container's start needs to know of networks.
 *
 * @param environment what is told of other containers, {@code NAME=value}; what the container is
 *     configured with goes before
 */
public record NetworkAttachment(
    NetworkNamespace namespace, NetworkFiles files, List<String> environment) {
  /** The daemon's own network and the image's own files. */
  public static final NetworkAttachment HOST =
      new NetworkAttachment(new NetworkNamespace.Host(), NetworkFiles.NONE);

  /** No network but a loopback, and the image's own files. */
  public static final NetworkAttachment FRESH =
      new NetworkAttachment(new NetworkNamespace.Fresh(), NetworkFiles.NONE);

  public NetworkAttachment {
    environment = List.copyOf(environment);
  }

  /** Where nothing is told of other containers. */
  public NetworkAttachment(NetworkNamespace namespace, NetworkFiles files) {
    this(namespace, files, List.of());
  }
}
