package dev.pontoon.cli.verb;

import dev.pontoon.cli.client.ApiException;
import dev.pontoon.cli.client.Target;
import dev.pontoon.cli.json.Json;
import dev.pontoon.cli.template.Template;
import dev.pontoon.cli.template.TemplateException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code pontoon inspect} of anything that has a name. */
final class Inspect {
  /** How each type is fetched, in the order in which a name is looked for. */
  private static final List<String> TYPES = List.of("container", "image", "network", "volume");

  private Inspect() {}

  static Verb any() {
    Syntax syntax = syntax().text("--type", "string", "Only inspect objects of the given type");
    syntax.flag("-s, --size", "Display total file sizes if the type is container");
    return new Verb(
        "inspect",
        "NAME|ID [NAME|ID...]",
        "Return low-level information on Docker objects",
        syntax,
        (session, a) -> {
          if (a.has("--type") && !TYPES.contains(a.text("--type"))) {
            throw new CommandException(
                1, "\"" + a.text("--type") + "\" is not a valid value for --type");
          }
          return inspect(
              session, a, a.has("--type") ? List.of(a.text("--type")) : TYPES, a.is("--size"));
        });
  }

  static Verb of(String type, String name, String operands, String summary) {
    Syntax syntax = syntax();
    syntax.flag("-v, --verbose", "Verbose output for diagnostics");
    return new Verb(
        name, operands, summary, syntax, (session, a) -> inspect(session, a, List.of(type), false));
  }

  private static Syntax syntax() {
    return new Syntax()
        .operands(1, Integer.MAX_VALUE)
        .text("-f, --format", "string", "Format output: 'json' or a Go template");
  }

  private static int inspect(Session session, Arguments a, List<String> types, boolean size)
      throws IOException {
    String format = a.text("--format");
    List<Json> found = new ArrayList<>();
    List<String> errors = new ArrayList<>();
    for (String name : a.operands()) {
      find(session, name, types, size, found, errors);
    }
    session.print(print(format, found));
    session.console().out().flush();
    errors.forEach(session.console().err()::println);
    return errors.isEmpty() ? 0 : 1;
  }

  private static void find(
      Session session,
      String name,
      List<String> types,
      boolean size,
      List<Json> found,
      List<String> errors)
      throws IOException {
    for (String type : types) {
      try {
        Target target =
            type.equals("network") || type.equals("volume")
                ? Target.of(type + "s", name)
                : Target.of(type + "s", name, "json");
        found.add(
            session
                .client()
                .get(size && type.equals("container") ? target.with("size", "1") : target));
        return;
      } catch (ApiException e) {
        // 404: of another type, perhaps; 501 and 400 from daemons that have no such type, or names
        // it can't have
        boolean goOn =
            types.size() > 1 && (e.status() == 404 || e.status() == 400 || e.status() == 501);
        if (!goOn) {
          errors.add(String.valueOf(e.getMessage()));
          return;
        }
      }
    }
    errors.add("Error: No such object: " + name);
  }

  private static String print(String format, List<Json> found) {
    if (format.isEmpty()) {
      List<Object> all = new ArrayList<>();
      found.forEach(json -> all.add(json.value() == null ? Map.of() : json.value()));
      return new Json(all).pretty() + "\n";
    }
    StringBuilder out = new StringBuilder();
    Template template = Template.parse(format.equals("json") ? "{{json .}}" : format);
    try {
      found.forEach(json -> out.append(template.render(json.value())).append('\n'));
    } catch (TemplateException e) {
      throw new CommandException(1, "template parsing error: " + e.getMessage());
    }
    return out.toString();
  }
}
