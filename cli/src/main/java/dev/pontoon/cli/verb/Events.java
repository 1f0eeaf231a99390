package dev.pontoon.cli.verb;

import dev.pontoon.cli.client.Client;
import dev.pontoon.cli.client.Target;
import dev.pontoon.cli.json.Json;
import dev.pontoon.cli.output.Listing;
import dev.pontoon.cli.output.Timestamps;
import dev.pontoon.cli.parse.Pairs;
import dev.pontoon.cli.template.Template;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** {@code pontoon events}. */
final class Events {
  private Events() {}

  static Verb verb() {
    Syntax syntax = new Syntax();
    syntax.list("-f, --filter", "Filter output based on conditions provided");
    syntax.text("--format", "string", "Format output: 'json' or a Go template");
    syntax.text("--since", "string", "Show all events created since timestamp");
    syntax.text("--until", "string", "Stream events until this timestamp");
    return new Verb("events", "", "Get real time events from the server", syntax, Events::run);
  }

  private static int run(Session session, Arguments a) throws IOException {
    Supplier<ZoneId> zone = session.zone();
    Instant now = session.now().instant();
    String format =
        a.text("--format").equals("json") ? "{{json .}}" : Listing.escapes(a.text("--format"));
    Template template = Template.parse(format);
    Target target =
        Target.of("events")
            .given("since", Timestamps.argument(a.text("--since"), now, zone))
            .given("until", Timestamps.argument(a.text("--until"), now, zone))
            .filters(Pairs.filters(a.list("--filter")));
    Client.eachLine(
        session.client().open("GET", target),
        event -> {
          session.println(
              format.isEmpty() ? line(event, zone.get()) : template.render(event.value()));
          session.console().out().flush();
        });
    return 0;
  }

  /** {@code 2026-11-22T22:44:30.000000000Z container start 4f0c... (image=web, name=www)}. */
  static String line(Json event, ZoneId zone) {
    long nanos = event.get("timeNano").number();
    Instant at =
        nanos == 0
            ? Instant.ofEpochSecond(event.get("time").number())
            : Instant.ofEpochSecond(0, nanos);
    Map<String, Json> attributes = new TreeMap<>(event.get("Actor", "Attributes").fields());
    String pairs =
        attributes.entrySet().stream()
            .map(e -> e.getKey() + "=" + e.getValue().text())
            .collect(Collectors.joining(", "));
    return Timestamps.nanos(at, zone)
        + " "
        + event.get("Type").text()
        + " "
        + event.get("Action").text()
        + " "
        + event.get("Actor", "ID").text()
        + (pairs.isEmpty() ? "" : " (" + pairs + ")");
  }
}
