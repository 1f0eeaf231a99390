package dev.pontoon.engine.plan;

import java.nio.file.Path;

/** Which network namespace a change is made in. */
public sealed interface Place {
  Place HOST = new Host();

  /** The engine's host namespace. */
  record Host() implements Place {}

  /** One mounted at a path. */
  record Namespace(Path path) implements Place {}

  /** The sandbox namespace mounted at a path. */
  static Place at(Path path) {
    return new Namespace(path);
  }
}
