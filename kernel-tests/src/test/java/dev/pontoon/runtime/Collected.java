package dev.pontoon.runtime;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Keeps what a process writes. */
final class Collected implements OutputSink {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final CountDownLatch ended = new CountDownLatch(1);

  @Override
  public synchronized void output(StdStream stream, ByteBuffer data) {
    byte[] bytes = new byte[data.remaining()];
    data.get(bytes);
    (stream == StdStream.STDOUT ? out : err).writeBytes(bytes);
  }

  @Override
  public void end() {
    ended.countDown();
  }

  synchronized String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  synchronized String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  Collected awaitEnd() throws InterruptedException {
    if (!ended.await(20, TimeUnit.SECONDS)) {
      throw new AssertionError("no end of output; so far: " + out() + err());
    }
    return this;
  }
}
