package dev.pontoon.runtime;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Takes what a process writes. Called from one platform thread; it may wait, and holds it up. */
public interface OutputSink {
  /** Some output; the buffer is valid during the call only. */
  void output(StdStream stream, ByteBuffer data) throws IOException;

  /** Nothing more will come. Called once. */
  void end();
}
