package dev.pontoon.daemon.resource;

import dev.pontoon.api.AuthConfig;
import dev.pontoon.api.AuthResult;
import dev.pontoon.api.Progress;
import dev.pontoon.daemon.edge.ImageNames;
import dev.pontoon.daemon.edge.Platform;
import dev.pontoon.daemon.edge.RegistryAuth;
import dev.pontoon.daemon.http.Exchange;
import dev.pontoon.daemon.http.HttpError;
import dev.pontoon.daemon.http.Router;
import dev.pontoon.daemon.workload.Events;
import dev.pontoon.daemon.workload.ImageStore;
import dev.pontoon.runtime.Credentials;
import dev.pontoon.runtime.PushedImage;
import java.io.IOException;
import java.util.List;

/** {@code /auth} and {@code /images/{name}/push}: what goes on with registries besides pulling. */
public final class RegistryResource {
  private static final int PLATFORM_SINCE = 46;

  private final ImageStore images;
  private final Events events;

  /** The images of a store, and the registries they are brought to. */
  public RegistryResource(ImageStore images, Events events) {
    this.images = images;
    this.events = events;
  }

  /** Adds the routes. */
  public void register(Router router) {
    router.on("POST", "/auth", this::auth).on("POST", "/images/{name...}/push", this::push);
  }

  private void auth(Exchange exchange) throws IOException {
    AuthConfig config = exchange.json(AuthConfig.class);
    String server = RegistryAuth.server(config);
    if (server.isEmpty()) {
      throw HttpError.invalid("the registry's address is missing: there is no default for it");
    }
    images.login(server, RegistryAuth.credentials(config));
    exchange.json(200, new AuthResult("Login Succeeded", ""));
  }

  private void push(Exchange exchange) throws IOException {
    String name = ImageNames.familiar(exchange.parameter("name"));
    String tag = exchange.query("tag");
    Credentials credentials = RegistryAuth.parse(exchange.header(RegistryAuth.HEADER));
    String platform = exchange.version().atLeast(PLATFORM_SINCE) ? exchange.query("platform") : "";
    if (!platform.isEmpty()) {
      images.find(name).ifPresent(image -> Platform.parseJson(platform).require(name, image));
    }
    List<String> names = tag.isEmpty() ? images.tags(name) : List.of(ImageNames.join(name, tag));
    if (names.isEmpty()) {
      throw HttpError.notFound("An image does not exist locally with the tag: " + name);
    }
    try (ProgressStream progress = new ProgressStream(exchange)) {
      progress.run(() -> {
        for (String each : names) {
          PushedImage pushed = images.push(each, credentials, progress);
          events.image("push", each, each);
          progress.send(
              Progress.status(
                  "",
                  "%s: digest: %s size: %d".formatted(pushed.tag(), pushed.digest(), pushed.size()),
                  0,
                  0));
        }
      });
    }
  }
}
