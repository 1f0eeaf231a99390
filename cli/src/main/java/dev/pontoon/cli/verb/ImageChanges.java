package dev.pontoon.cli.verb;

import dev.pontoon.cli.client.Target;
import dev.pontoon.cli.http.Request;
import dev.pontoon.cli.http.Response;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** {@code load}, {@code import}, {@code tag} and {@code rmi}. */
final class ImageChanges {
  private static final String TAR = "application/x-tar";

  private ImageChanges() {}

  static Verb load() {
    Syntax syntax = new Syntax();
    syntax.text("-i, --input", "string", "Read from tar archive file, instead of STDIN");
    syntax.flag("-q, --quiet", "Suppress the load output");
    syntax.text("--platform", "string", "Load only the given platform");
    return new Verb(
        "load",
        "",
        "Load an image from a tar archive or STDIN",
        syntax,
        (session, a) -> {
          if (!a.has("--input") && session.console().inTerminal()) {
            throw new CommandException(1, "requested load from stdin, but stdin is empty");
          }
          boolean quiet = a.is("--quiet") || !session.console().outTerminal();
          Target target = Target.of("images", "load").with("quiet", quiet ? "1" : "0");
          try (InputStream in =
              a.has("--input") ? open(session, a.text("--input")) : session.console().in()) {
            Response response = session.client().open("POST", target, new Request.Stream(in), TAR);
            if (!response.header("content-type").contains("json")) {
              session.print(response.text());
              response.close();
              return 0;
            }
            Pull.show(response, session, false, session.console().out());
          }
          return 0;
        });
  }

  static Verb importing() {
    Syntax syntax = new Syntax().operands(1, 2);
    syntax.list("-c, --change", "Apply Dockerfile instruction to the created image");
    syntax.text("-m, --message", "string", "Set commit message for imported image");
    syntax.text("--platform", "string", "Set platform if server is multi-platform capable");
    return new Verb(
        "import",
        "file|URL|- [REPOSITORY[:TAG]]",
        "Import the contents from a tarball to create a filesystem image",
        syntax,
        ImageChanges::imports);
  }

  private static int imports(Session session, Arguments a) throws IOException {
    String source = a.operand(0);
    boolean remote = source.startsWith("http://") || source.startsWith("https://");
    ImageName name = ImageName.parse(a.operands().size() > 1 ? a.operand(1) : "");
    Target target =
        Target.of("images", "create")
            .with("fromSrc", remote ? source : "-")
            .given("repo", name.repository())
            .given("tag", name.tag())
            .given("message", a.text("--message"))
            .given("platform", a.text("--platform"));
    for (String change : a.list("--change")) {
      target = target.with("changes", change);
    }
    try (InputStream in =
        remote
            ? InputStream.nullInputStream()
            : source.equals("-") ? session.console().in() : open(session, source)) {
      Request.Body body = remote ? new Request.None() : new Request.Stream(in);
      Pull.show(
          session.client().open("POST", target, body, TAR),
          session,
          false,
          session.console().out());
    }
    return 0;
  }

  private static InputStream open(Session session, String file) throws IOException {
    Path path = session.directory().resolve(file);
    try {
      return Files.newInputStream(path);
    } catch (NoSuchFileException e) {
      throw new IOException("open " + file + ": no such file or directory", e);
    }
  }

  static Verb tag() {
    return new Verb(
        "tag",
        "SOURCE_IMAGE[:TAG] TARGET_IMAGE[:TAG]",
        "Create a tag TARGET_IMAGE that refers to SOURCE_IMAGE",
        new Syntax().operands(2, 2),
        (session, a) -> {
          ImageName name = ImageName.parse(a.operand(1));
          session
              .client()
              .post(
                  Target.of("images", a.operand(0), "tag")
                      .with("repo", name.repository())
                      .given("tag", name.tag()));
          return 0;
        });
  }

  static Verb rmi() {
    Syntax syntax = new Syntax().operands(1, Integer.MAX_VALUE);
    syntax.flag("-f, --force", "Force removal of the image");
    syntax.flag("--no-prune", "Do not delete untagged parents");
    return new Verb(
        "rmi",
        "IMAGE [IMAGE...]",
        "Remove one or more images",
        syntax,
        (session, a) ->
            session.each(
                a.operands(),
                image ->
                    session
                        .client()
                        .delete(
                            Target.of("images", image)
                                .flag("force", a.is("--force"))
                                .flag("noprune", a.is("--no-prune")))
                        .items()
                        .forEach(done ->
                            session.println(
                                done.get("Deleted").isNull()
                                    ? "Untagged: " + done.get("Untagged").text()
                                    : "Deleted: " + done.get("Deleted").text()))));
  }
}
