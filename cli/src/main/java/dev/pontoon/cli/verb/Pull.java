package dev.pontoon.cli.verb;

import dev.pontoon.cli.client.Client;
import dev.pontoon.cli.client.Target;
import dev.pontoon.cli.http.Request;
import dev.pontoon.cli.http.Response;
import dev.pontoon.cli.json.Json;
import dev.pontoon.cli.output.Progress;
import java.io.IOException;
import java.io.PrintStream;

/** {@code pontoon pull}, also before a {@code run} whose image is missing. */
final class Pull {
  private Pull() {}

  static Verb verb() {
    Syntax syntax = new Syntax().operands(1, 1);
    syntax.flag("-a, --all-tags", "Download all tagged images in the repository");
    syntax.flag("-q, --quiet", "Suppress verbose output");
    syntax.text("--platform", "string", "Set platform if server is multi-platform capable");
    return new Verb(
        "pull", "NAME[:TAG|@DIGEST]", "Download an image from a registry", syntax, Pull::run);
  }

  private static int run(Session session, Arguments a) throws IOException {
    ImageName name = ImageName.parse(a.operand(0));
    if (a.is("--all-tags") && !name.tag().isEmpty()) {
      throw new CommandException(1, "tag can't be used with --all-tags/-a");
    }
    boolean usual = name.tag().isEmpty() && !a.is("--all-tags");
    if (usual && !a.is("--quiet")) {
      session.println("Using default tag: latest");
    }
    String tag = usual ? "latest" : name.tag();
    pull(
        session,
        name.repository(),
        tag,
        a.text("--platform"),
        a.is("--quiet"),
        session.console().out());
    session.println(
        a.is("--all-tags")
            ? name.repository()
            : name.repository() + (tag.contains(":") ? "@" : ":") + tag);
    return 0;
  }

  /** Before a run: the progress goes to the standard error, since the output is the container's. */
  static void pull(Session session, String image, String platform, boolean quiet)
      throws IOException {
    ImageName name = ImageName.parse(image);
    String tag = name.tag().isEmpty() ? "latest" : name.tag();
    pull(session, name.repository(), tag, platform, quiet, session.console().err());
  }

  private static void pull(
      Session session,
      String repository,
      String tag,
      String platform,
      boolean quiet,
      PrintStream to)
      throws IOException {
    Target target =
        Target.of("images", "create")
            .with("fromImage", repository)
            .given("tag", tag)
            .given("platform", platform);
    Response response = session.client().open("POST", target, new Request.None(), "text/plain");
    show(response, session, quiet, to);
  }

  /**
   * Shows a stream of progress; the daemon's error in it, which comes after status 200, is the
   * command's error.
   */
  static void show(Response response, Session session, boolean quiet, PrintStream to)
      throws IOException {
    Progress progress = new Progress(to, session.console().outTerminal());
    Client.eachLine(
        response,
        (Json message) -> {
          String error =
              message.get("errorDetail", "message").text()
                  + (message.get("errorDetail").isNull() ? message.get("error").text() : "");
          if (!error.isEmpty()) {
            throw new IOException(error);
          }
          if (!quiet) {
            progress.show(message);
          }
        });
  }
}
