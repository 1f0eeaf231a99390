package dev.pontoon.cli;

import dev.pontoon.cli.terminal.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The run that an AOT cache is made from: the verbs that are used most, in one process, against a
 * daemon that answers from a script. {@code bin/package} starts it; it needs no root, no network
 * and no real daemon.
 */
public final class Training {
  private static final List<String> COMMANDS =
      List.of(
          "--help",
          "ps -a",
          "ps --format json",
          "images",
          "network ls",
          "network create --subnet 10.9.0.0/24 --gateway 10.9.0.1 --label a=b n1",
          "network rm n1",
          "inspect web",
          "inspect -f {{range.NetworkSettings.Networks}}{{.IPAddress}}{{end}} web",
          "port web",
          "nat",
          "version",
          "info",
          "logs web",
          "run --rm -e A=b -v /tmp:/tmp -p 127.0.0.1:5000:5000 -p 6000:6000/udp --network n1 --ip 10.9.0.9 web true",
          "run -d --name web -p 5000:5000 web",
          "exec web true",
          "start web",
          "stop web",
          "rm -f web",
          "pull web",
          "ps --filter bad");

  private Training() {}

  /** Runs the commands; what they print is dropped. */
  public static void main(String[] ignored) throws IOException {
    Path directory = Files.createTempDirectory("pontoon-training");
    Path socket = directory.resolve("socket");
    try (ScriptedDaemon daemon = ScriptedDaemon.listen(socket)) {
      PrintStream nowhere =
          new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
      Console console = new Console(InputStream.nullInputStream(), nowhere, nowhere, false, false);
      Console.ofProcess().out().flush();
      for (String command : COMMANDS) {
        Main.pontoon(console).run(List.of(("-H unix://" + socket + " " + command).split(" ")));
      }
      System.out.println(COMMANDS.size() + " commands, " + daemon.served() + " requests");
    } finally {
      Files.deleteIfExists(socket);
      Files.delete(directory);
    }
  }
}
