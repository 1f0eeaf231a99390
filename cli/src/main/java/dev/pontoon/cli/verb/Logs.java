package dev.pontoon.cli.verb;

import dev.pontoon.cli.client.Target;
import dev.pontoon.cli.http.Response;
import dev.pontoon.cli.json.Json;
import dev.pontoon.cli.output.Timestamps;
import dev.pontoon.cli.terminal.Attachment;
import dev.pontoon.cli.terminal.Demultiplexer;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.function.Supplier;

/** {@code pontoon logs}. */
final class Logs {
  private Logs() {}

  static Verb verb() {
    Syntax syntax = new Syntax().operands(1, 1);
    syntax.flag("--details", "Show extra details provided to logs");
    syntax.flag("-f, --follow", "Follow log output");
    syntax.text(
        "--since",
        "string",
        "Show logs since timestamp (e.g. \"2013-01-02T13:23:37Z\") or relative (e.g. \"42m\")");
    syntax.text("--until", "string", "Show logs before a timestamp or relative");
    syntax.text(
        "-n, --tail",
        "string",
        "Number of lines to show from the end of the logs (default \"all\")");
    syntax.flag("-t, --timestamps", "Show timestamps");
    return new Verb("logs", "CONTAINER", "Fetch the logs of a container", syntax, Logs::run);
  }

  private static int run(Session session, Arguments a) throws IOException {
    Supplier<ZoneId> zone = session.zone();
    Instant now = session.now().instant();
    Json container = session.client().get(Target.of("containers", a.operand(0), "json"));
    Target target =
        Target.of("containers", container.get("Id").text(), "logs")
            .with("stdout", "1")
            .with("stderr", "1")
            .flag("follow", a.is("--follow"))
            .flag("timestamps", a.is("--timestamps"))
            .flag("details", a.is("--details"))
            .given("since", Timestamps.argument(a.text("--since"), now, zone))
            .given("until", Timestamps.argument(a.text("--until"), now, zone))
            .with("tail", a.has("--tail") ? a.text("--tail") : "all");
    try (Response response = session.client().open("GET", target)) {
      if (container.get("Config", "Tty").truth()) {
        Attachment.raw(response.body(), session.console().out());
      } else {
        Demultiplexer.copy(response.body(), session.console().out(), session.console().err());
      }
    }
    return 0;
  }
}
