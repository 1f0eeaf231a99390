package dev.pontoon.cli.verb;

import dev.pontoon.cli.client.Target;
import dev.pontoon.cli.http.Response;
import dev.pontoon.cli.json.Json;
import dev.pontoon.cli.output.Table;
import dev.pontoon.cli.parse.Pairs;
import dev.pontoon.cli.parse.Sizes;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The verbs that look at or change one container as a whole: top, export, commit, update, container
 * prune, and the half of diff that is about a container.
 */
final class Containers {
  private static final List<String> KINDS = List.of("C", "A", "D");

  private Containers() {}

  static Verb top() {
    return new Verb(
        "top",
        "CONTAINER [ps OPTIONS]",
        "Display the running processes of a container",
        new Syntax().optionsFirst().operands(1, Integer.MAX_VALUE),
        (session, a) -> {
          String arguments = String.join(" ", a.operands().subList(1, a.operands().size()));
          Json table =
              session
                  .client()
                  .get(Target.of("containers", a.operand(0), "top").given("ps_args", arguments));
          List<String> lines = new ArrayList<>();
          lines.add(String.join("\t", table.get("Titles").texts()));
          table.get("Processes").items().forEach(row -> lines.add(String.join("\t", row.texts())));
          session.print(Table.align(lines));
          return 0;
        });
  }

  /** Lists the changes of a container's files: C is changed, A added, D deleted. */
  static int changes(Session session, String id) throws IOException {
    Json changes = session.client().get(Target.of("containers", id, "changes"));
    for (Json change : changes.items()) {
      String kind = KINDS.get((int) change.get("Kind").number());
      session.println(kind + " " + change.get("Path").text());
    }
    return 0;
  }

  static Verb export() {
    Syntax syntax =
        new Syntax()
            .operands(1, 1)
            .text("-o, --output", "string", "Write to a file, instead of STDOUT");
    return new Verb(
        "export",
        "CONTAINER",
        "Export a container's filesystem as a tar archive",
        syntax,
        (session, a) -> {
          Target target = Target.of("containers", a.operand(0), "export");
          try (Response response = session.client().open("GET", target)) {
            copy(session, a, response);
          }
          return 0;
        });
  }

  private static void copy(Session session, Arguments a, Response response) throws IOException {
    if (a.text("--output").isEmpty()) {
      response.body().transferTo(session.console().out());
      return;
    }
    try (OutputStream file =
        Files.newOutputStream(session.directory().resolve(a.text("--output")))) {
      response.body().transferTo(file);
    }
  }

  static Verb commit() {
    Syntax syntax = new Syntax().operands(1, 2);
    syntax.text("-a, --author", "string", "Author");
    syntax.list("-c, --change", "Apply Dockerfile instruction to the created image");
    syntax.text("-m, --message", "string", "Commit message");
    syntax.text("-p, --pause", "bool", "Pause container during commit");
    return new Verb(
        "commit",
        "CONTAINER [REPOSITORY[:TAG]]",
        "Create a new image from a container's changes",
        syntax,
        (session, a) -> {
          ImageName name = ImageName.parse(a.operands().size() > 1 ? a.operand(1) : "");
          Target target =
              Target.of("commit")
                  .with("container", a.operand(0))
                  .given("repo", name.repository())
                  .given("tag", name.tag())
                  .given("author", a.text("--author"))
                  .given("comment", a.text("--message"))
                  .given("pause", a.text("--pause"));
          for (String change : a.list("--change")) {
            target = target.with("changes", change);
          }
          session.println(session.client().post(target).get("Id").text());
          return 0;
        });
  }

  static Verb update() {
    Syntax syntax = new Syntax().operands(1, Integer.MAX_VALUE);
    syntax.text("-c, --cpu-shares", "int", "CPU shares (relative weight)");
    syntax.text("--cpus", "decimal", "Number of CPUs");
    syntax.text("--cpuset-cpus", "string", "CPUs in which to allow execution (0-3, 0,1)");
    syntax.text("-m, --memory", "bytes", "Memory limit");
    syntax.text("--memory-reservation", "bytes", "Memory soft limit");
    syntax.text("--memory-swap", "bytes", "Swap limit equal to memory plus swap, -1 for unlimited");
    syntax.text("--pids-limit", "int", "Tune container pids limit (set -1 for unlimited)");
    syntax.text("--restart", "string", "Restart policy to apply when a container exits");
    return new Verb(
        "update",
        "CONTAINER [CONTAINER...]",
        "Update configuration of one or more containers",
        syntax,
        (session, a) -> {
          Map<String, Object> changes = changes(a);
          return session.each(
              a.operands(),
              id -> {
                session.client().post(Target.of("containers", id, "update"), changes);
                session.println(id);
              });
        });
  }

  private static Map<String, Object> changes(Arguments a) {
    Map<String, Object> changes = new LinkedHashMap<>();
    if (a.has("--cpu-shares")) {
      changes.put("CpuShares", a.number("--cpu-shares", 0));
    }
    if (a.has("--cpus")) {
      changes.put("NanoCpus", Sizes.nanoCpus(a.text("--cpus")));
    }
    ContainerOptions.put(changes, "CpusetCpus", a.text("--cpuset-cpus"));
    bytes(changes, "Memory", a.text("--memory"));
    bytes(changes, "MemoryReservation", a.text("--memory-reservation"));
    bytes(changes, "MemorySwap", a.text("--memory-swap"));
    if (a.has("--pids-limit")) {
      changes.put("PidsLimit", a.number("--pids-limit", 0));
    }
    if (a.has("--restart")) {
      String[] policy = a.text("--restart").split(":", 2);
      changes.put(
          "RestartPolicy",
          Map.of(
              "Name",
              policy[0],
              "MaximumRetryCount",
              policy.length > 1 ? Integer.parseInt(policy[1]) : 0));
    }
    return changes;
  }

  private static void bytes(Map<String, Object> changes, String name, String text) {
    if (!text.isEmpty()) {
      changes.put(name, text.equals("-1") ? -1L : Sizes.bytes(text));
    }
  }

  static Verb prune() {
    Syntax syntax = new Syntax();
    syntax.flag("-f, --force", "Do not prompt for confirmation");
    syntax.list("--filter", "Provide filter values (e.g. \"until=<timestamp>\")");
    return new Verb(
        "container prune",
        "",
        "Remove all stopped containers",
        syntax,
        (session, a) -> {
          if (!a.is("--force") && !Networks.agreed(session, "all stopped containers")) {
            return 1;
          }
          Target target =
              Target.of("containers", "prune").filters(Pairs.filters(a.list("--filter")));
          Volumes.pruned(session, session.client().post(target), "Containers");
          return 0;
        });
  }
}
