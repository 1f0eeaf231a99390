package dev.pontoon.cli.verb;

import dev.pontoon.cli.client.ApiException;
import dev.pontoon.cli.client.Client;
import dev.pontoon.cli.client.Target;
import dev.pontoon.cli.http.Hijacked;
import dev.pontoon.cli.http.Response;
import dev.pontoon.cli.json.Json;
import dev.pontoon.cli.terminal.Attachment;
import dev.pontoon.cli.terminal.DetachKeys;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;

/**
 * {@code pontoon run}: create, attach, start, and pass on what the process says and how it ends.
 */
final class Run {
  private Run() {}

  static Verb verb() {
    Syntax syntax = ContainerOptions.syntax();
    syntax.flag("-d, --detach", "Run container in background and print container ID");
    syntax.text("--detach-keys", "string", "Override the key sequence for detaching a container");
    syntax.flag("--sig-proxy", "Proxy received signals to the process (default true)");
    return new Verb(
        "run",
        "IMAGE [COMMAND] [ARG...]",
        "Create and run a new container from an image",
        syntax,
        Run::run);
  }

  private static int run(Session session, Arguments a) throws IOException {
    try {
      Map<String, Object> body = ContainerOptions.body(a, session);
      if (a.is("--detach")) {
        Create.detached(body, a);
      } else {
        Create.checkTerminal(body, session.console());
      }
      DetachKeys keys =
          DetachKeys.parse(a.has("--detach-keys") ? a.text("--detach-keys") : DetachKeys.USUAL);
      if (session.dryRun()) {
        return Create.dryRun(session, a, body);
      }
      String id = Create.create(session, a, body);
      return a.is("--detach") ? background(session, id) : foreground(session, a, id, body, keys);
    } catch (IOException | IllegalArgumentException e) {
      throw new CommandException(exitCode(e), "pontoon: " + e.getMessage());
    }
  }

  private static int background(Session session, String id) throws IOException {
    session.client().post(Target.of("containers", id, "start"));
    session.println(id);
    return 0;
  }

  private static int foreground(
      Session session, Arguments a, String id, Map<String, Object> body, DetachKeys keys)
      throws IOException {
    Client client = session.client();
    boolean tty = a.is("--tty");
    boolean input = Boolean.TRUE.equals(body.get("AttachStdin"));
    Target attach =
        Target.of("containers", id, "attach")
            .with("stream", "1")
            .flag("stdin", input)
            .flag("stdout", Boolean.TRUE.equals(body.get("AttachStdout")))
            .flag("stderr", Boolean.TRUE.equals(body.get("AttachStderr")))
            .given("detachKeys", a.text("--detach-keys"));
    // Attached and waiting before the start: nothing that the process does is missed.
    try (Hijacked stream = client.hijack(attach, null);
        Response waiting =
            client.open(
                "POST",
                Target.of("containers", id, "wait")
                    .with("condition", a.is("--rm") ? "removed" : "next-exit"))) {
      Attachment attachment = new Attachment(stream, session.console(), tty);
      try (Foreground foreground =
          Foreground.enter(session, id, tty, input, a.is("--sig-proxy", true))) {
        attachment.start(input, keys);
        client.post(Target.of("containers", id, "start"));
        foreground.resize();
        if (attachment.await() == Attachment.End.DETACHED) {
          return 0;
        }
      }
      return exitCode(Json.parse(waiting.body()));
    }
  }

  /** What {@code wait} answered. */
  static int exitCode(Json waited) {
    String error = waited.get("Error", "Message").text();
    if (!error.isEmpty()) {
      throw new CommandException(125, "pontoon: Error response from daemon: " + error);
    }
    return (int) waited.get("StatusCode").number();
  }

  /**
   * 127 for a command that isn't there, 126 for one that can't be run, 125 for everything else, as
   * Docker has it.
   */
  static int exitCode(Exception e) {
    String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
    if (!(e instanceof ApiException api) || api.status() == 404) {
      return 125;
    }
    if (message.contains("executable file not found")
        || message.contains("no such file or directory")
        || message.contains("system cannot find the file specified")) {
      return 127;
    }
    return message.contains("permission denied")
            || message.contains("is a directory")
            || message.contains("not a directory")
        ? 126
        : 125;
  }
}
