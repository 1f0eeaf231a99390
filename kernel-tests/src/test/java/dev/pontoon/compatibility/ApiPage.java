package dev.pontoon.compatibility;

import dev.pontoon.compatibility.Mark.Support;
import dev.pontoon.testkit.ProjectFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** The table as docs/api-compatibility.md. */
final class ApiPage {
  static final Path FILE = ProjectFiles.root().resolve("docs/api-compatibility.md");

  private static final String HEAD =
      """
      # Docker's API: what is there, and what is not

      Pontoon speaks the Docker Engine API from version 1.24 to 1.52, at paths with a version and without one (which is the
      newest). This page is made from a table (`kernel-tests/src/test/resources/api`) that the test `ApiTableTest` holds
      against a running daemon, example by example: each member that is marked *yes* has been in a request that was taken, or
      in an answer; no answer has a member that is not listed; what is refused is refused with an error that names it. Where
      a version of the API has an answer of another shape, a client that asks by that version gets that shape.

      - What is not supported is answered 501, with a sentence that says so; what does not exist 404, as in Docker.
      - Every error is `{"message": "..."}`, one line. Besides the statuses listed below, 500 is for what the kernel or a
        program refuses, 503 for more than 2,048 requests at once, 413 for a body of more than 4 MB where JSON is expected.
      - Unknown members and parameters are passed over, as Docker does.
      - Every answer has the headers `Api-Version`, `Docker-Experimental`, `Ostype` and `Server`.
      - Pontoon's own are the member `Pontoon` of `/info`, the paths below `/pontoon`, and the parameter `dry-run` where
        containers and networks are made.

      Members of members are written with dots: `HostConfig.Memory`. Lists are passed over; `*` is any name in a map; `X..` is X
      and all that is in it.

      """;

  private ApiPage() {}

  static String render(ApiTable table) {
    StringBuilder page = new StringBuilder(HEAD);
    page.append("## Endpoints\n\n| endpoint | | |\n|---|---|---|\n");
    table.endpoints().forEach(e -> page.append(row(e)));
    String group = "";
    for (Endpoint endpoint : table.endpoints()) {
      if (endpoint.supported()) {
        if (!endpoint.group().equals(group)) {
          group = endpoint.group();
          page.append("\n## ").append(group).append('\n');
        }
        page.append(section(endpoint));
      }
    }
    return page.toString();
  }

  private static String row(Endpoint endpoint) {
    return "| `%s` | %s | %s |\n"
        .formatted(
            endpoint.name(),
            endpoint.supported() ? "yes" : "no",
            endpoint.supported() ? endpoint.about() : endpoint.no());
  }

  private static String section(Endpoint endpoint) {
    StringBuilder section = new StringBuilder();
    section
        .append("\n### `")
        .append(endpoint.name())
        .append("`\n\n")
        .append(endpoint.about())
        .append("\n\n| | | |\n|---|---|---|\n");
    section.append(
        "| statuses | %s | %s |\n"
            .formatted(
                endpoint.statuses().stream().map(String::valueOf).collect(Collectors.joining(" ")),
                endpoint.contentType().isEmpty() ? "" : "`" + plain(endpoint) + "`"));
    rows(section, "headers", endpoint.headers());
    rows(section, "parameters", endpoint.query());
    rows(section, "request", endpoint.body());
    rows(section, "answer", endpoint.answer());
    return section.toString();
  }

  /** The content type, which may stand as a regular expression. */
  private static String plain(Endpoint endpoint) {
    return endpoint.contentType().replaceFirst("^~", "");
  }

  private static void rows(StringBuilder section, String what, Marks marks) {
    for (List<Mark> group : marks.grouped().values()) {
      String names = group.stream().map(m -> "`" + m.name() + "`").collect(Collectors.joining(" "));
      section.append("| %s | %s | %s |\n".formatted(what, verdict(group.getFirst()), names));
    }
  }

  private static String verdict(Mark mark) {
    if (mark.support() == Support.YES) {
      return mark.versions().equals(Versions.ALL) ? "yes" : "yes, " + mark.versions();
    }
    String word =
        switch (mark.support()) {
          case REFUSED -> "no, refused: ";
          case IGNORED -> "no, passed over: ";
          default -> "no: ";
        };
    return word + mark.reason();
  }
}
