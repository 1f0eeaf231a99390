package dev.pontoon.daemon.resource;

import dev.pontoon.api.Progress;
import dev.pontoon.daemon.edge.Filters;
import dev.pontoon.daemon.edge.ImageNames;
import dev.pontoon.daemon.edge.RegistryAuth;
import dev.pontoon.daemon.http.Exchange;
import dev.pontoon.daemon.http.HttpError;
import dev.pontoon.daemon.http.Router;
import dev.pontoon.daemon.view.ImageViews;
import dev.pontoon.daemon.workload.Events;
import dev.pontoon.daemon.workload.ImageStore;
import dev.pontoon.runtime.Credentials;
import dev.pontoon.runtime.ImageInfo;
import dev.pontoon.runtime.LoadedImage;
import dev.pontoon.runtime.ProgressListener;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.util.List;
import java.util.Set;

/** {@code /images}. */
public final class ImagesResource {
  private static final Set<String> FILTERS = Set.of("reference", "dangling", "label");

  private final ImageStore images;
  private final Events events;
  private final ImageCare care;

  /** The images of a store. */
  public ImagesResource(ImageStore images, Events events, Clock clock) {
    this.images = images;
    this.events = events;
    this.care = new ImageCare(images, events, clock);
  }

  /** Adds the routes. */
  public void register(Router router) {
    router
        .on("GET", "/images/json", this::list)
        .on("POST", "/images/create", this::create)
        .on("POST", "/images/load", this::load)
        .on("POST", "/images/prune", this::prune)
        .on("GET", "/images/get", e -> save(e, e.queryAll("names")))
        .on("GET", "/images/{name...}/get", e -> save(e, List.of(name(e))))
        .on("GET", "/images/{name...}/json", this::inspect)
        .on("GET", "/images/{name...}/history", this::history)
        .on("POST", "/images/{name...}/tag", this::tag)
        .on("DELETE", "/images/{name...}", this::remove);
  }

  private static String name(Exchange exchange) {
    return ImageNames.familiar(exchange.parameter("name"));
  }

  private void list(Exchange exchange) throws IOException {
    Filters filters = Filters.parse(exchange.query("filters"), FILTERS);
    exchange.json(
        200,
        images.list().stream().filter(i -> matches(filters, i)).map(ImageViews::summary).toList());
  }

  private static boolean matches(Filters filters, ImageInfo image) {
    return filters.test("reference", r -> image.tags().stream().anyMatch(tag -> fits(r, tag)))
        && filters.test(
            "dangling", d -> image.tags().isEmpty() == (d.equals("1") || d.equals("true")))
        && filters.labels(image.config().labels());
  }

  /** As Docker: a file name pattern for the whole of a name, with or without its tag. */
  private static boolean fits(String pattern, String tag) {
    var matcher = java.nio.file.FileSystems.getDefault().getPathMatcher("glob:" + pattern);
    String name = tag.substring(0, Math.max(0, tag.lastIndexOf(':')));
    return matcher.matches(java.nio.file.Path.of(tag))
        || matcher.matches(java.nio.file.Path.of(name));
  }

  private void inspect(Exchange exchange) throws IOException {
    exchange.json(200, ImageViews.inspection(images.inspect(name(exchange))));
  }

  private void history(Exchange exchange) throws IOException {
    String name = name(exchange);
    exchange.json(200, ImageViews.history(images.inspect(name), images.history(name)));
  }

  private void prune(Exchange exchange) throws IOException {
    exchange.json(200, care.prune(exchange.query("filters")));
  }

  private void create(Exchange exchange) throws IOException {
    if (!exchange.query("fromImage").isEmpty()) {
      pull(exchange);
    } else if (exchange.query("fromSrc").equals("-")) {
      importTar(exchange);
    } else {
      throw HttpError.unsupported("an image can be imported from the request's body only");
    }
  }

  private void pull(Exchange exchange) throws IOException {
    String reference = ImageNames.join(exchange.query("fromImage"), exchange.query("tag"));
    Credentials credentials = RegistryAuth.parse(exchange.header(RegistryAuth.HEADER));
    try (ProgressStream progress = new ProgressStream(exchange)) {
      progress.run(() -> {
        images.pull(reference, exchange.query("platform"), credentials, progress);
        events.image("pull", reference, reference);
      });
    }
  }

  private void importTar(Exchange exchange) throws IOException {
    String repository = exchange.query("repo");
    String name = repository.isEmpty() ? "" : ImageNames.join(repository, exchange.query("tag"));
    try (ProgressStream progress = new ProgressStream(exchange);
        InputStream body = exchange.body()) {
      progress.run(() -> {
        ImageInfo image =
            images.importTar(body, name, exchange.queryAll("changes"), exchange.query("message"));
        events.image("import", image.id(), name);
        progress.send(Progress.status("", image.id(), 0, 0));
      });
    }
  }

  private void load(Exchange exchange) throws IOException {
    try (ProgressStream progress = new ProgressStream(exchange);
        InputStream body = exchange.body()) {
      progress.run(() -> {
        ProgressListener layers = exchange.flag("quiet") ? ProgressListener.NONE : progress;
        for (LoadedImage loaded : images.load(body, layers)) {
          events.image("load", loaded.reference(), loaded.reference());
          String what = loaded.tagged() ? "Loaded image: " : "Loaded image ID: ";
          progress.send(Progress.stream(what + loaded.reference() + "\n"));
        }
      });
    }
  }

  private void save(Exchange exchange, List<String> names) throws IOException {
    if (names.isEmpty()) {
      throw HttpError.invalid("no image specified");
    }
    names.forEach(images::inspect); // a missing one is to be told by the status
    try (OutputStream out = exchange.stream(200, "application/x-tar")) {
      images.save(names, out);
    }
  }

  private void tag(Exchange exchange) {
    String repository = exchange.query("repo");
    if (repository.isEmpty()) {
      throw HttpError.invalid("repository name must have at least one component");
    }
    String target = ImageNames.join(repository, exchange.query("tag"));
    images.tag(name(exchange), target);
    events.image("tag", images.inspect(target).id(), target);
    exchange.empty(201);
  }

  private void remove(Exchange exchange) throws IOException {
    exchange.json(200, care.remove(name(exchange), exchange.flag("force")));
  }
}
