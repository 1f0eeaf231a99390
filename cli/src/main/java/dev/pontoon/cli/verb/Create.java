package dev.pontoon.cli.verb;

import dev.pontoon.cli.client.ApiException;
import dev.pontoon.cli.client.Target;
import dev.pontoon.cli.json.Json;
import dev.pontoon.cli.terminal.Console;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;

/** {@code pontoon create}, and the first half of {@code run}. */
final class Create {
  private static final List<String> PULL = List.of("", "always", "missing", "never");

  private Create() {}

  static Verb verb() {
    return new Verb(
        "create",
        "IMAGE [COMMAND] [ARG...]",
        "Create a new container",
        ContainerOptions.syntax(),
        Create::run);
  }

  private static int run(Session session, Arguments a) throws IOException {
    try {
      Map<String, Object> body = ContainerOptions.body(a, session);
      if (session.dryRun()) {
        return dryRun(session, a, body);
      }
      session.println(create(session, a, body));
      return 0;
    } catch (IllegalArgumentException e) {
      throw new CommandException(1, String.valueOf(e.getMessage()));
    }
  }

  /** A container in the background has none of the user's streams. */
  static void detached(Map<String, Object> body, Arguments a) {
    if (a.has("--attach")) {
      throw new IllegalArgumentException(
          "conflicting options: cannot specify both --attach and --detach");
    }
    body.put("AttachStdin", false);
    body.put("AttachStdout", false);
    body.put("AttachStderr", false);
    body.put("StdinOnce", false);
  }

  static void checkTerminal(Map<String, Object> body, Console console) {
    boolean input = Boolean.TRUE.equals(body.get("AttachStdin"));
    if (input && Boolean.TRUE.equals(body.get("Tty")) && !console.inTerminal()) {
      throw new IllegalArgumentException(
          "cannot attach stdin to a TTY-enabled container because stdin is not a terminal");
    }
  }

  static int dryRun(Session session, Arguments a, Map<String, Object> body) throws IOException {
    session.print(session.client().postForText(target(a).with("dry-run", "1"), body));
    return 0;
  }

  private static Target target(Arguments a) {
    return Target.of("containers", "create")
        .given("name", a.text("--name"))
        .given("platform", a.text("--platform"));
  }

  /** Creates the container, pulling its image if need be; gives the id. */
  static String create(Session session, Arguments a, Map<String, Object> body) throws IOException {
    String pull = a.text("--pull");
    if (!PULL.contains(pull)) {
      throw new IllegalArgumentException(
          "invalid pull option: '"
              + pull
              + "': must be one of \"always\", \"missing\" or \"never\"");
    }
    if (!session.client().version().atLeast(1, 44) && a.list("--network").size() > 1) {
      throw new IllegalArgumentException(
          "specify multiple networks requires API version 1.44, but the daemon's is "
              + session.client().version());
    }
    if (session.client().version().atLeast(1, 44)) {
      body.remove("MacAddress"); // by then the endpoint's own, of which daemons warn otherwise
    }
    String cidFile = a.text("--cidfile");
    if (!cidFile.isEmpty() && Files.exists(session.directory().resolve(cidFile))) {
      throw new IllegalArgumentException(
          "container ID file found, make sure the other container isn't running or delete "
              + cidFile);
    }
    Json created = createOrPull(session, a, body, pull);
    created.get("Warnings").texts().forEach(w -> session.console().err().println("WARNING: " + w));
    String id = created.get("Id").text();
    if (!cidFile.isEmpty()) {
      writeId(session.directory().resolve(cidFile), id);
    }
    return id;
  }

  private static Json createOrPull(
      Session session, Arguments a, Map<String, Object> body, String pull) throws IOException {
    String image = String.valueOf(body.getOrDefault("Image", ""));
    if (pull.equals("always") && !image.isEmpty()) {
      Pull.pull(session, image, a.text("--platform"), a.is("--quiet"));
    }
    try {
      return session.client().post(target(a), body);
    } catch (ApiException e) {
      if (e.status() != 404
          || image.isEmpty()
          || pull.equals("never")
          || pull.equals("always")
          || !saysNoImage(e)) {
        throw e;
      }
    }
    if (!a.is("--quiet")) {
      session
          .console()
          .err()
          .println("Unable to find image '" + ImageName.withTag(image) + "' locally");
    }
    Pull.pull(session, image, a.text("--platform"), a.is("--quiet"));
    return session.client().post(target(a), body);
  }

  private static boolean saysNoImage(ApiException e) {
    return String.valueOf(e.getMessage()).contains("No such image");
  }

  private static void writeId(Path file, String id) throws IOException {
    try {
      Files.writeString(file, id, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    } catch (FileAlreadyExistsException e) {
      throw new IOException(
          "container ID file found, make sure the other container isn't running or delete " + file,
          e);
    }
  }
}
