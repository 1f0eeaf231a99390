package dev.pontoon.daemon.resource;

import dev.pontoon.api.ImageSummary;
import dev.pontoon.api.Progress;
import dev.pontoon.daemon.edge.Filters;
import dev.pontoon.daemon.edge.ImageNames;
import dev.pontoon.daemon.edge.Platform;
import dev.pontoon.daemon.edge.RegistryAuth;
import dev.pontoon.daemon.host.HostFacts;
import dev.pontoon.daemon.http.ApiVersion;
import dev.pontoon.daemon.http.Exchange;
import dev.pontoon.daemon.http.HttpError;
import dev.pontoon.daemon.http.Router;
import dev.pontoon.daemon.view.ImageViews;
import dev.pontoon.daemon.view.Shapes;
import dev.pontoon.daemon.view.SharedLayers;
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

/** {@code /images}. */
public final class ImagesResource {
  private static final int REFERENCE_BY_FILTERS_SINCE = 41; // before, there was a word of its own
  private static final int SHARED_SIZE_SINCE = 42;
  private static final int PLATFORM_SINCE = 48;
  private static final int INSPECT_PLATFORM_SINCE = 49;
  private static final int REMOVE_PLATFORMS_SINCE = 50;

  private final ImageStore images;
  private final Events events;
  private final ImageCare care;
  private final Clock clock;

  /** The images of a store. */
  public ImagesResource(ImageStore images, Events events, Clock clock) {
    this.images = images;
    this.events = events;
    this.care = new ImageCare(images, events, clock);
    this.clock = clock;
  }

  /** Adds the routes. */
  public void register(Router router) {
    router
        .on("GET", "/images/json", this::list)
        .on("POST", "/images/create", this::create)
        .on("POST", "/images/load", this::load)
        .on("POST", "/images/prune", this::prune)
        .on("GET", "/images/get", e -> save(e, names(e)))
        .on("GET", "/images/{name...}/get", e -> save(e, List.of(name(e))))
        .on("GET", "/images/{name...}/json", this::inspect)
        .on("GET", "/images/{name...}/history", this::history)
        .on("POST", "/images/{name...}/tag", this::tag)
        .on("DELETE", "/images/{name...}", this::remove);
  }

  private static String name(Exchange exchange) {
    return ImageNames.familiar(exchange.parameter("name"));
  }

  private static List<String> names(Exchange exchange) {
    return exchange.queryAll("names").stream().map(ImageNames::familiar).toList();
  }

  private void list(Exchange exchange) throws IOException {
    Filters filters = Filters.parse(exchange.query("filters"), ImageFilters.KEYS);
    ApiVersion version = exchange.version();
    String reference = version.atLeast(REFERENCE_BY_FILTERS_SINCE) ? "" : exchange.query("filter");
    ImageFilters wanted = new ImageFilters(filters.or("reference", reference), images, clock);
    List<ImageInfo> all = images.list();
    SharedLayers layers = new SharedLayers(all, images::layerSize);
    boolean shared = version.atLeast(SHARED_SIZE_SINCE) && exchange.flag("shared-size");
    List<ImageSummary> rows =
        all.stream()
            .filter(wanted::fits)
            .map(wanted::named)
            .map(i -> ImageViews.summary(i, shared ? layers.of(i) : -1, images.users(i.id())))
            .toList();
    exchange.json(200, Shapes.images(rows, version));
  }

  private void inspect(Exchange exchange) throws IOException {
    String name = name(exchange);
    ImageInfo image = images.inspect(name);
    requirePlatform(exchange, name, image, INSPECT_PLATFORM_SINCE);
    exchange.json(200, Shapes.image(ImageViews.inspection(image), exchange.version()));
  }

  private void history(Exchange exchange) throws IOException {
    String name = name(exchange);
    ImageInfo image = images.inspect(name);
    requirePlatform(exchange, name, image, PLATFORM_SINCE);
    exchange.json(200, ImageViews.history(image, images.history(name)));
  }

  /** An image is here for one platform: another one is not here. */
  private static void requirePlatform(Exchange exchange, String name, ImageInfo image, int since) {
    if (exchange.version().atLeast(since)) {
      exchange.queryAll("platform").stream()
          .filter(p -> !p.isEmpty())
          .forEach(p -> Platform.parseJson(p).require(name, image));
    }
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
    String message = exchange.query("message");
    String platform = exchange.query("platform");
    if (!platform.isEmpty()) {
      requireHost(Platform.parse(platform));
    }
    try (ProgressStream progress = new ProgressStream(exchange);
        InputStream body = exchange.body()) {
      progress.run(() -> {
        ImageInfo image =
            images.importTar(
                body,
                name,
                exchange.queryAll("changes"),
                message.isEmpty() ? "Imported from -" : message);
        events.image("import", image.id(), name);
        progress.send(Progress.status("", image.id(), 0, 0));
      });
    }
  }

  private static void requireHost(Platform platform) {
    if (!platform.is("linux", HostFacts.architecture())) {
      throw HttpError.unsupported(
          "platform %s: images are taken in for linux/%s only"
              .formatted(platform, HostFacts.architecture()));
    }
  }

  private void load(Exchange exchange) throws IOException {
    if (exchange.version().atLeast(PLATFORM_SINCE)) {
      exchange.queryAll("platform").stream()
          .filter(p -> !p.isEmpty())
          .forEach(p -> requireHost(Platform.parseJson(p)));
    }
    try (ProgressStream progress = new ProgressStream(exchange);
        InputStream body = exchange.body()) {
      progress.run(() -> {
        boolean quiet = exchange.queryAll("quiet").isEmpty() || exchange.flag("quiet"); // as Docker
        ProgressListener layers = quiet ? ProgressListener.NONE : progress;
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
    // A missing one is to be told by the status.
    for (String name : names) {
      requirePlatform(exchange, name, images.inspect(name), PLATFORM_SINCE);
    }
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
    if (exchange.version().atLeast(REMOVE_PLATFORMS_SINCE)
        && !exchange.query("platforms").isEmpty()) {
      throw HttpError.unsupported(
          "platforms: an image is here for one platform, and is removed as a whole");
    }
    exchange.json(200, care.remove(name(exchange), exchange.flag("force")));
  }
}
