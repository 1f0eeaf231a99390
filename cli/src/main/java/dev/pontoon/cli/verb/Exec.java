package dev.pontoon.cli.verb;

import dev.pontoon.cli.client.Client;
import dev.pontoon.cli.client.Target;
import dev.pontoon.cli.http.Hijacked;
import dev.pontoon.cli.parse.EnvFile;
import dev.pontoon.cli.terminal.Attachment;
import dev.pontoon.cli.terminal.DetachKeys;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code pontoon exec}. */
final class Exec {
  private Exec() {}

  static Verb verb() {
    Syntax syntax = new Syntax().optionsFirst().operands(2, Integer.MAX_VALUE);
    syntax.flag("-d, --detach", "Detached mode: run command in the background");
    syntax.text("--detach-keys", "string", "Override the key sequence for detaching a container");
    syntax.list("-e, --env", "Set environment variables");
    syntax.list("--env-file", "Read in a file of environment variables");
    syntax.flag("-i, --interactive", "Keep STDIN open even if not attached");
    syntax.flag("--privileged", "Give extended privileges to the command");
    syntax.flag("-t, --tty", "Allocate a pseudo-TTY");
    syntax.text("-u, --user", "string", "Username or UID (format: \"<name|uid>[:<group|gid>]\")");
    syntax.text("-w, --workdir", "string", "Working directory inside the container");
    return new Verb(
        "exec",
        "CONTAINER COMMAND [ARG...]",
        "Execute a command in a running container",
        syntax,
        Exec::run);
  }

  private static int run(Session session, Arguments a) throws IOException {
    Client client = session.client();
    boolean attached = !a.is("--detach");
    boolean tty = a.is("--tty");
    boolean input = attached && a.is("--interactive");
    if (input && tty && !session.console().inTerminal()) {
      throw new CommandException(
          1, "cannot attach stdin to a TTY-enabled container because stdin is not a terminal");
    }
    DetachKeys keys =
        DetachKeys.parse(a.has("--detach-keys") ? a.text("--detach-keys") : DetachKeys.USUAL);
    String id =
        client
            .post(Target.of("containers", a.operand(0), "exec"), body(a, session, attached, input))
            .get("Id")
            .text();
    Map<String, Object> start = Map.of("Detach", !attached, "Tty", tty);
    if (!attached) {
      client.post(Target.of("exec", id, "start"), start);
      return 0;
    }
    try (Hijacked stream = client.hijack(Target.of("exec", id, "start"), start)) {
      Attachment attachment = new Attachment(stream, session.console(), tty);
      try (Foreground foreground =
          Foreground.enter(session, Target.of("exec", id, "resize"), tty, input)) {
        attachment.start(input, keys);
        foreground.resize();
        if (attachment.await() == Attachment.End.DETACHED) {
          throw CommandException.detached();
        }
      }
    }
    return (int) client.get(Target.of("exec", id, "json")).get("ExitCode").number();
  }

  private static Map<String, Object> body(
      Arguments a, Session session, boolean attached, boolean input) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("User", a.text("--user"));
    body.put("Privileged", a.is("--privileged"));
    body.put("Tty", a.is("--tty"));
    body.put("AttachStdin", input);
    body.put("AttachStdout", attached);
    body.put("AttachStderr", attached);
    body.put("Detach", !attached);
    ContainerOptions.put(body, "DetachKeys", a.text("--detach-keys"));
    ContainerOptions.put(
        body, "Env", EnvFile.all(a.list("--env-file"), a.list("--env"), session.environment()));
    ContainerOptions.put(body, "WorkingDir", a.text("--workdir"));
    body.put("Cmd", a.operands().subList(1, a.operands().size()));
    return body;
  }
}
