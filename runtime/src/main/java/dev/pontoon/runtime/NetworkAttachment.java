package dev.pontoon.runtime;

/** All that a container's start needs to know of networks. */
public record NetworkAttachment(NetworkNamespace namespace, NetworkFiles files) {
  /** The daemon's own network and the image's own files. */
  public static final NetworkAttachment HOST =
      new NetworkAttachment(new NetworkNamespace.Host(), NetworkFiles.NONE);

  /** No network but a loopback, and the image's own files. */
  public static final NetworkAttachment FRESH =
      new NetworkAttachment(new NetworkNamespace.Fresh(), NetworkFiles.NONE);
}
