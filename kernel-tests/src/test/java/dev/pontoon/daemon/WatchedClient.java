package dev.pontoon.daemon;

import dev.pontoon.testkit.HostNetwork;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A command of Docker's client that is killed at a certain word of its conversation with the
 * daemon: between them stands a relay that listens. The word itself goes nowhere.
 */
final class WatchedClient implements AutoCloseable {
  private static final int BUFFER = 16 * 1024;
  private static final int LIMIT_SECONDS = 30;

  private final Path daemon;
  private final String word;
  private final ServerSocketChannel relay;
  private final CompletableFuture<Process> client = new CompletableFuture<>();

  private WatchedClient(Path daemon, String word, ServerSocketChannel relay) {
    this.daemon = daemon;
    this.word = word;
    this.relay = relay;
  }

  /** Runs a command until the word is said, by the client or by the daemon. */
  static void killAt(String word, HostNetwork host, Path daemon, String... arguments)
      throws IOException, InterruptedException {
    Path socket = host.directory().resolve("relay.sock");
    Files.deleteIfExists(socket);
    ServerSocketChannel relay =
        ServerSocketChannel.open(StandardProtocolFamily.UNIX)
            .bind(UnixDomainSocketAddress.of(socket));
    try (WatchedClient watched = new WatchedClient(daemon, word, relay)) {
      Thread.ofPlatform().daemon().name("relay").start(watched::accept);
      String[] command =
          Stream.concat(
                  Stream.of("env", "DOCKER_HOST=unix://" + socket, "docker"), Stream.of(arguments))
              .toArray(String[]::new);
      Process process =
          new ProcessBuilder(host.commandLine(command))
              .redirectErrorStream(true)
              .redirectOutput(host.directory().resolve("client").toFile())
              .start();
      watched.client.complete(process);
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
        throw new AssertionError(word + " was not said: " + String.join(" ", arguments));
      }
      if (process.exitValue() != 128 + 9) {
        throw new AssertionError(
            "ended by itself: " + Files.readString(host.directory().resolve("client")));
      }
    }
  }

  private void accept() {
    try {
      while (true) {
        SocketChannel near = relay.accept();
        SocketChannel far = SocketChannel.open(UnixDomainSocketAddress.of(daemon));
        Thread.ofPlatform().daemon().name("relay").start(() -> converse(near, far));
      }
    } catch (IOException e) {
      // closed: the client has ended
    }
  }

  private void converse(SocketChannel near, SocketChannel far) {
    try (near;
        far) {
      Thread answers =
          Thread.ofPlatform().daemon().name("relay-answers").start(() -> copy(far, near));
      copy(near, far);
      answers.join();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** One direction may end before the other; a dead client ends both. */
  private void copy(SocketChannel from, SocketChannel to) {
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    try {
      while (from.read(buffer.clear()) >= 0) {
        String said = StandardCharsets.ISO_8859_1.decode(buffer.flip().duplicate()).toString();
        if (said.contains(word)) {
          client.join().destroyForcibly();
          from.close();
          to.close();
          return;
        }
        while (buffer.hasRemaining()) {
          to.write(buffer);
        }
      }
      to.shutdownOutput();
    } catch (IOException e) {
      // the other direction has closed both
    }
  }

  @Override
  public void close() {
    try {
      relay.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
