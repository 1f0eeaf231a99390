package dev.pontoon.runtime.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pontoon.linux.sys.Pipe;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BlockingTest {
  private static final int READERS = Runtime.getRuntime().availableProcessors() * 2;

  @Test
  void manyWhoWaitForAPipeHoldNobodyUp() throws Exception {
    List<Pipe> pipes = new ArrayList<>();
    List<CompletableFuture<Integer>> reads = new ArrayList<>();
    try (ExecutorService virtual = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < READERS; i++) {
        Pipe pipe = Pipe.open();
        pipes.add(pipe);
        InputStream in = pipe.input();
        reads.add(CompletableFuture.supplyAsync(() -> read(in), virtual));
      }

      assertThat(CompletableFuture.supplyAsync(() -> "on", virtual).get(30, TimeUnit.SECONDS))
          .isEqualTo("on");

      pipes.forEach(pipe -> pipe.writeEnd().close());
      assertThat(reads)
          .allSatisfy(read -> assertThat(read.get(30, TimeUnit.SECONDS)).isEqualTo(-1));
    }
    pipes.forEach(Pipe::close);
  }

  private static int read(InputStream in) {
    try {
      return Blocking.call(in::read);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void anErrorIsThrownToTheCaller() throws Exception {
    CompletableFuture<Void> thrown = new CompletableFuture<>();
    Thread.startVirtualThread(
            () -> {
              try {
                Blocking.call(() -> {
                  throw new IOException("no");
                });
              } catch (IOException e) {
                thrown.completeExceptionally(e);
              }
            })
        .join();

    assertThatThrownBy(thrown::join)
        .hasRootCauseInstanceOf(IOException.class)
        .hasMessageContaining("no");
  }
}
