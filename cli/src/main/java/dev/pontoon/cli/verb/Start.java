package dev.pontoon.cli.verb;

import dev.pontoon.cli.client.Target;
import dev.pontoon.cli.http.Hijacked;
import dev.pontoon.cli.http.Response;
import dev.pontoon.cli.json.Json;
import dev.pontoon.cli.terminal.Attachment;
import dev.pontoon.cli.terminal.DetachKeys;
import java.io.IOException;

/** {@code pontoon start} and {@code pontoon attach}. */
final class Start {
  private Start() {}

  static Verb start() {
    Syntax syntax = new Syntax().operands(1, Integer.MAX_VALUE);
    syntax.flag("-a, --attach", "Attach STDOUT/STDERR and forward signals");
    syntax.flag("-i, --interactive", "Attach container's STDIN");
    syntax.text("--detach-keys", "string", "Override the key sequence for detaching a container");
    return new Verb(
        "start",
        "CONTAINER [CONTAINER...]",
        "Start one or more stopped containers",
        syntax,
        Start::start);
  }

  static Verb attach() {
    Syntax syntax = new Syntax().operands(1, 1);
    syntax.flag("--no-stdin", "Do not attach STDIN");
    syntax.flag("--sig-proxy", "Proxy all received signals to the process (default true)");
    syntax.text("--detach-keys", "string", "Override the key sequence for detaching a container");
    return new Verb(
        "attach",
        "CONTAINER",
        "Attach local standard input, output, and error streams to a running container",
        syntax,
        (session, a) -> {
          Json container = session.client().get(Target.of("containers", a.operand(0), "json"));
          if (!container.get("State", "Running").truth()) {
            throw new CommandException(1, "cannot attach to a stopped container, start it first");
          }
          if (container.get("State", "Paused").truth()) {
            throw new CommandException(1, "cannot attach to a paused container, unpause it first");
          }
          return join(session, a, container, !a.is("--no-stdin"), a.is("--sig-proxy", true), false);
        });
  }

  private static int start(Session session, Arguments a) throws IOException {
    if (!a.is("--attach") && !a.is("--interactive")) {
      return session.each(
          a.operands(),
          id -> {
            session.client().post(Target.of("containers", id, "start"));
            session.println(id);
          });
    }
    if (a.operands().size() > 1) {
      throw new CommandException(1, "you cannot start and attach multiple containers at once");
    }
    Json container = session.client().get(Target.of("containers", a.operand(0), "json"));
    return join(session, a, container, a.is("--interactive"), true, true);
  }

  private static int join(
      Session session,
      Arguments a,
      Json container,
      boolean wantsInput,
      boolean signals,
      boolean start)
      throws IOException {
    String id = container.get("Id").text();
    boolean tty = container.get("Config", "Tty").truth();
    boolean input = wantsInput && container.get("Config", "OpenStdin").truth();
    if (input && tty && !session.console().inTerminal()) {
      throw new CommandException(
          1, "cannot attach stdin to a TTY-enabled container because stdin is not a terminal");
    }
    DetachKeys keys =
        DetachKeys.parse(a.has("--detach-keys") ? a.text("--detach-keys") : DetachKeys.USUAL);
    boolean removed = container.get("HostConfig", "AutoRemove").truth();
    Target attach =
        Target.of("containers", id, "attach")
            .with("stream", "1")
            .flag("stdin", input)
            .with("stdout", "1")
            .with("stderr", "1")
            .given("detachKeys", a.text("--detach-keys"));
    Target wait =
        Target.of("containers", id, "wait")
            .with("condition", removed ? "removed" : start ? "next-exit" : "not-running");
    try (Hijacked stream = session.client().hijack(attach, null);
        Response waiting = session.client().open("POST", wait)) {
      Attachment attachment = new Attachment(stream, session.console(), tty);
      try (Foreground foreground = Foreground.enter(session, id, tty, input, signals)) {
        attachment.start(input, keys);
        if (start) {
          session.client().post(Target.of("containers", id, "start"));
        }
        foreground.resize();
        if (attachment.await() == Attachment.End.DETACHED) {
          if (start) {
            return 0;
          }
          throw CommandException.detached();
        }
      }
      return Run.exitCode(Json.parse(waiting.body()));
    }
  }
}
