package dev.pontoon.testkit.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Single facts of the system. */
final class Probe {
  private static final Path PROC = Path.of("/proc");
  private static final Set<String> OF_CONTAINERS =
      Set.of("conmon", "runc", "iptables-restore", "ip6tables-restore", "skopeo");

  private Probe() {}

  /** A process that has to do with a daemon's directory. */
  record Running(long pid, String command) {
    String describe() {
      return command;
    }
  }

  /** Whether a port can be bound, on the thread's namespace. */
  static boolean isFree(boolean tcp, int port) {
    InetSocketAddress address = new InetSocketAddress("0.0.0.0", port);
    try (ServerSocketChannel server = ServerSocketChannel.open();
        DatagramChannel datagrams = DatagramChannel.open()) {
      if (tcp) {
        server.bind(address);
      } else {
        datagrams.bind(address);
      }
      return true;
    } catch (BindException e) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static boolean isMounted(Path path) {
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/mountinfo"))) {
      return lines.anyMatch(line -> line.contains(" " + path + " "));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The programs at work on containers below a directory, and the containers' own processes. */
  static List<Running> processes(Path directory) {
    List<Running> found = new ArrayList<>();
    try (Stream<Path> all = Files.list(PROC)) {
      for (Path process : all.filter(p -> p.getFileName().toString().matches("\\d+")).toList()) {
        String command = read(process.resolve("cmdline")).replace('\0', ' ').strip();
        String program = String.valueOf(Path.of(command.split(" ", 2)[0]).getFileName());
        long pid = Long.parseLong(process.getFileName().toString());
        if (OF_CONTAINERS.contains(program) && command.contains(directory.toString())) {
          found.add(new Running(pid, command));
        } else if (!command.isEmpty()
            && read(process.resolve("mountinfo"))
                .lines()
                .anyMatch(line ->
                    line.contains(" / / ") && line.contains("upperdir=" + directory + "/"))) {
          found.add(new Running(pid, command)); // its root lies there: it is a container's
        }
      }
      return found;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return ""; // it ended while we looked
    }
  }
}
