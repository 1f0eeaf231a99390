package dev.pontoon.runtime;

import java.io.IOException;
import java.time.Instant;

/** Takes the lines of a log. */
@FunctionalInterface
public interface LogSink {
  /** One entry: a line with its newline, or a piece of one that was too long or not ended. */
  void line(StdStream stream, Instant time, byte[] text) throws IOException;
}
