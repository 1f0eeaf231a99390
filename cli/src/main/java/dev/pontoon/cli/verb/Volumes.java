package dev.pontoon.cli.verb;

import dev.pontoon.cli.client.ApiException;
import dev.pontoon.cli.client.Target;
import dev.pontoon.cli.json.Json;
import dev.pontoon.cli.output.Listing;
import dev.pontoon.cli.output.Units;
import dev.pontoon.cli.parse.Pairs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The verbs {@code volume create}, {@code ls}, {@code rm} and {@code prune}. */
final class Volumes {
  private Volumes() {}

  static Verb create() {
    Syntax syntax = new Syntax().operands(0, 1);
    syntax.text("-d, --driver", "string", "Specify volume driver name");
    syntax.list("--label", "Set metadata for a volume");
    syntax.list("-o, --opt", "Set driver specific options");
    return new Verb(
        "volume create",
        "[VOLUME]",
        "Create a volume",
        syntax,
        (session, a) -> {
          Map<String, Object> body = new LinkedHashMap<>();
          ContainerOptions.put(body, "Name", a.operands().isEmpty() ? "" : a.operand(0));
          ContainerOptions.put(body, "Driver", a.text("--driver"));
          ContainerOptions.put(body, "Labels", Pairs.required(a.list("--label"), "--label"));
          ContainerOptions.put(body, "DriverOpts", Pairs.required(a.list("--opt"), "--opt"));
          Json made = session.client().post(Target.of("volumes", "create"), body);
          session.println(made.get("Name").text());
          return 0;
        });
  }

  static Verb ls() {
    Syntax syntax = new Syntax();
    syntax.list("-f, --filter", "Provide filter values (e.g. \"dangling=true\")");
    syntax.text(
        "--format", "string", "Format output: 'table', 'table TEMPLATE', 'json' or a Go template");
    syntax.flag("-q, --quiet", "Only display volume names");
    return new Verb("volume ls", "", "List volumes", syntax, Volumes::list);
  }

  private static int list(Session session, Arguments a) throws IOException {
    Json answer =
        session.client().get(Target.of("volumes").filters(Pairs.filters(a.list("--filter"))));
    List<Map<String, String>> rows =
        answer.get("Volumes").items().stream().map(Volumes::row).toList();
    if (a.is("--quiet")) {
      rows.forEach(row -> session.println(row.getOrDefault("Name", "")));
      return 0;
    }
    Map<String, String> heads =
        Listing.row(
            "Driver",
            "DRIVER",
            "Labels",
            "LABELS",
            "Mountpoint",
            "MOUNTPOINT",
            "Name",
            "VOLUME NAME",
            "Scope",
            "SCOPE");
    session.print(new Listing(heads, List.of("Driver", "Name")).print(a.text("--format"), rows));
    return 0;
  }

  private static Map<String, String> row(Json volume) {
    return Listing.row(
        "Driver", volume.get("Driver").text(),
        "Labels", Listing.labels(volume.get("Labels")),
        "Mountpoint", volume.get("Mountpoint").text(),
        "Name", volume.get("Name").text(),
        "Scope", volume.get("Scope").text());
  }

  static Verb rm() {
    Syntax syntax = new Syntax().operands(1, Integer.MAX_VALUE);
    syntax.flag("-f, --force", "Force the removal of one or more volumes");
    return new Verb(
        "volume rm",
        "VOLUME [VOLUME...]",
        "Remove one or more volumes",
        syntax,
        (session, a) ->
            session.each(
                a.operands(),
                name -> {
                  try {
                    session.client().delete(Target.of("volumes", name));
                  } catch (ApiException e) {
                    if (!a.is("--force") || e.status() != 404) {
                      throw e;
                    }
                  }
                  session.println(name);
                }));
  }

  static Verb prune() {
    Syntax syntax = new Syntax();
    syntax.flag("-a, --all", "Remove all unused volumes, not just anonymous ones");
    syntax.flag("-f, --force", "Do not prompt for confirmation");
    syntax.list("--filter", "Provide filter values (e.g. \"label=<label>\")");
    return new Verb(
        "volume prune",
        "",
        "Remove unused local volumes",
        syntax,
        (session, a) -> {
          String which = a.is("--all") ? "all local volumes" : "anonymous local volumes";
          if (!a.is("--force")
              && !Networks.agreed(session, which + " not used by at least one container")) {
            return 1;
          }
          List<String> filters = new ArrayList<>(a.list("--filter"));
          if (a.is("--all")) {
            filters.add("all=true");
          }
          Target target = Target.of("volumes", "prune").filters(Pairs.filters(filters));
          pruned(session, session.client().post(target), "Volumes");
          return 0;
        });
  }

  /** Says what a prune removed. */
  static void pruned(Session session, Json report, String what) {
    List<String> deleted = report.get(what + "Deleted").texts();
    if (!deleted.isEmpty()) {
      session.print("Deleted " + what + ":\n" + String.join("\n", deleted) + "\n\n");
    }
    session.println(
        "Total reclaimed space: " + Units.size(report.get("SpaceReclaimed").number(), 4));
  }
}
