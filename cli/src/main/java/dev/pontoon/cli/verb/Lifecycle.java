package dev.pontoon.cli.verb;

import dev.pontoon.cli.client.Target;
import java.io.IOException;

/**
 * The verbs that change a container's state and print its name: stop, restart, kill, rm, wait,
 * rename, pause, unpause.
 */
final class Lifecycle {
  private static final String MANY = "CONTAINER [CONTAINER...]";

  private Lifecycle() {}

  private static Syntax oneOrMore() {
    return new Syntax().operands(1, Integer.MAX_VALUE);
  }

  static Verb stop() {
    return stopping("stop", "Stop one or more running containers");
  }

  static Verb restart() {
    return stopping("restart", "Restart one or more containers");
  }

  private static Verb stopping(String name, String summary) {
    Syntax syntax = oneOrMore();
    syntax.text("-s, --signal", "string", "Signal to send to the container");
    syntax.text("-t, --timeout, --time", "int", "Seconds to wait before killing the container");
    return new Verb(
        name,
        MANY,
        summary,
        syntax,
        (session, a) -> {
          long timeout = a.number("--timeout", 0);
          return session.each(
              a.operands(),
              id -> {
                Target target =
                    Target.of("containers", id, name).given("signal", a.text("--signal"));
                session
                    .client()
                    .post(a.has("--timeout") ? target.with("t", String.valueOf(timeout)) : target);
                session.println(id);
              });
        });
  }

  static Verb kill() {
    Syntax syntax = oneOrMore().text("-s, --signal", "string", "Signal to send to the container");
    return new Verb(
        "kill",
        MANY,
        "Kill one or more running containers",
        syntax,
        (session, a) ->
            session.each(
                a.operands(),
                id -> {
                  session
                      .client()
                      .post(
                          Target.of("containers", id, "kill").given("signal", a.text("--signal")));
                  session.println(id);
                }));
  }

  static Verb pause(String name, String summary) {
    return new Verb(
        name,
        MANY,
        summary,
        oneOrMore(),
        (session, a) ->
            session.each(
                a.operands(),
                id -> {
                  session.client().post(Target.of("containers", id, name));
                  session.println(id);
                }));
  }

  static Verb rename() {
    return new Verb(
        "rename",
        "CONTAINER NEW_NAME",
        "Rename a container",
        new Syntax().operands(2, 2),
        (session, a) -> {
          session
              .client()
              .post(Target.of("containers", a.operand(0), "rename").with("name", a.operand(1)));
          return 0;
        });
  }

  static Verb rm() {
    Syntax syntax = oneOrMore();
    syntax.flag("-f, --force", "Force the removal of a running container (uses SIGKILL)");
    syntax.flag("-v, --volumes", "Remove anonymous volumes associated with the container");
    syntax.flag("-l, --link", "Remove the specified link");
    return new Verb(
        "rm",
        MANY,
        "Remove one or more containers",
        syntax,
        (session, a) ->
            session.each(
                a.operands(),
                id -> {
                  session
                      .client()
                      .delete(
                          Target.of("containers", id)
                              .flag("force", a.is("--force"))
                              .flag("v", a.is("--volumes"))
                              .flag("link", a.is("--link")));
                  session.println(id);
                }));
  }

  static Verb waiting() {
    return new Verb(
        "wait",
        MANY,
        "Block until one or more containers stop, then print their exit codes",
        oneOrMore(),
        (session, a) ->
            session.each(
                a.operands(), id -> session.println(String.valueOf(waitFor(session, id)))));
  }

  private static long waitFor(Session session, String id) throws IOException {
    return session
        .client()
        .post(Target.of("containers", id, "wait").with("condition", "not-running"))
        .get("StatusCode")
        .number();
  }
}
