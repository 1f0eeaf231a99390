package dev.pontoon.runtime;

import java.nio.file.Path;

/** The network namespace a container's process runs in. */
public sealed interface NetworkNamespace {
  /** The daemon's own. */
  record Host() implements NetworkNamespace {}

  /** An existing one, such as a sandbox's or another container's. */
  record At(Path path) implements NetworkNamespace {}

  /** A new one of its own, with nothing but a loopback that is down. */
  record Fresh() implements NetworkNamespace {}
}
