package dev.pontoon.runtime.image;

import java.io.IOException;
import java.io.OutputStream;

/** Writes a layer's tar. */
@FunctionalInterface
public interface LayerSource {
  /** Writes all of it. */
  void write(OutputStream out) throws IOException;
}
