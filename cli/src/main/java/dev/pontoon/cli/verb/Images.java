package dev.pontoon.cli.verb;

import dev.pontoon.cli.client.Target;
import dev.pontoon.cli.json.Json;
import dev.pontoon.cli.output.Listing;
import dev.pontoon.cli.output.Timestamps;
import dev.pontoon.cli.output.Units;
import dev.pontoon.cli.parse.Pairs;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code pontoon images}. */
final class Images {
  private static final String NONE = "<none>";

  private Images() {}

  static Verb verb() {
    Syntax syntax = new Syntax().operands(0, 1);
    syntax.flag("-a, --all", "Show all images (default hides intermediate images)");
    syntax.flag("--digests", "Show digests");
    syntax.list("-f, --filter", "Filter output based on conditions provided");
    syntax.text(
        "--format", "string", "Format output: 'table', 'table TEMPLATE', 'json' or a Go template");
    syntax.flag("--no-trunc", "Don't truncate output");
    syntax.flag("-q, --quiet", "Only show image IDs");
    return new Verb("images", "[REPOSITORY[:TAG]]", "List images", syntax, Images::run);
  }

  private static int run(Session session, Arguments a) throws IOException {
    Map<String, List<String>> filters = new LinkedHashMap<>(Pairs.filters(a.list("--filter")));
    if (!a.operands().isEmpty()) {
      filters.put("reference", List.of(a.operand(0)));
    }
    Json images =
        session
            .client()
            .get(Target.of("images", "json").flag("all", a.is("--all")).filters(filters));
    List<Map<String, String>> rows = new ArrayList<>();
    images.items().forEach(image -> rows(image, a, session, rows));
    if (a.is("--quiet")) {
      rows.stream().map(r -> r.getOrDefault("ID", "")).distinct().forEach(session::println);
      return 0;
    }
    List<String> usual =
        new ArrayList<>(List.of("Repository", "Tag", "ID", "CreatedSince", "Size"));
    if (a.is("--digests")) {
      usual.add(2, "Digest");
    }
    Map<String, String> heads =
        Listing.row(
            "Containers",
            "CONTAINERS",
            "CreatedAt",
            "CREATED AT",
            "CreatedSince",
            "CREATED",
            "Digest",
            "DIGEST",
            "ID",
            "IMAGE ID",
            "Repository",
            "REPOSITORY",
            "SharedSize",
            "SHARED SIZE",
            "Size",
            "SIZE",
            "Tag",
            "TAG",
            "UniqueSize",
            "UNIQUE SIZE",
            "VirtualSize",
            "VIRTUAL SIZE");
    session.print(new Listing(heads, usual).print(a.text("--format"), rows));
    return 0;
  }

  /** A row for each tag; one with {@code <none>} for an image without. */
  private static void rows(
      Json image, Arguments a, Session session, List<Map<String, String>> rows) {
    List<String> tags =
        image.get("RepoTags").texts().stream().filter(t -> !t.startsWith("<none>")).toList();
    List<String> digests =
        image.get("RepoDigests").texts().stream().filter(d -> !d.startsWith("<none>")).toList();
    for (String tag : tags) {
      ImageName name = ImageName.parse(tag);
      String digest =
          digests.stream()
              .map(ImageName::parse)
              .filter(d -> d.repository().equals(name.repository()))
              .map(ImageName::tag)
              .findFirst()
              .orElse(NONE);
      rows.add(row(image, name.repository(), name.tag(), digest, a, session));
    }
    if (tags.isEmpty()) {
      ImageName name =
          digests.isEmpty() ? new ImageName(NONE, NONE) : ImageName.parse(digests.getFirst());
      rows.add(
          row(image, name.repository(), NONE, digests.isEmpty() ? NONE : name.tag(), a, session));
    }
  }

  private static Map<String, String> row(
      Json image, String repository, String tag, String digest, Arguments a, Session session) {
    Instant created = Instant.ofEpochSecond(image.get("Created").number());
    String id = image.get("Id").text();
    long size = image.get("Size").number();
    return Listing.row(
        "Containers",
        "N/A",
        "CreatedAt",
        Listing.names(a.text("--format"), "CreatedAt")
            ? Timestamps.full(created, session.zone().get())
            : "",
        "CreatedSince",
        Timestamps.ago(created, session.now().instant()),
        "Digest",
        digest,
        "ID",
        a.is("--no-trunc") ? id : Listing.shortId(id),
        "Repository",
        repository,
        "SharedSize",
        "N/A",
        "Size",
        Units.size(size, 3),
        "Tag",
        tag,
        "UniqueSize",
        "N/A",
        "VirtualSize",
        Units.size(size, 4));
  }
}
