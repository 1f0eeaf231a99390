package dev.pontoon.daemon.resource;

import dev.pontoon.daemon.http.Exchange;
import dev.pontoon.daemon.http.HttpError;
import dev.pontoon.daemon.http.Router;
import java.util.List;

/** The rest of Docker's API, so that clients hear 501 and not that there is no such thing. */
public final class Unsupported {
  private static final List<String> PATHS =
      List.of(
          "/configs",
          "/configs/{rest...}",
          "/containers/{id}/(?:attach/ws|checkpoints)",
          "/distribution/{rest...}",
          "/images/search",
          "/images/{name...}/attestations",
          "/nodes",
          "/nodes/{rest...}",
          "/plugins",
          "/plugins/{rest...}",
          "/secrets",
          "/secrets/{rest...}",
          "/services",
          "/services/{rest...}",
          "/session",
          "/swarm",
          "/swarm/{rest...}",
          "/tasks",
          "/tasks/{rest...}");

  private Unsupported() {}

  /** Adds the routes; to be called last. */
  public static void register(Router router) {
    router.on("*", "/build", Unsupported::build).on("*", "/build/{rest...}", Unsupported::build);
    PATHS.forEach(path -> router.on("*", path, Unsupported::refuse));
  }

  private static void build(Exchange exchange) {
    throw HttpError.unsupported(
        "%s: Pontoon does not build images: build with buildah, podman or Docker, and bring the"
                .formatted(exchange.path())
            + " image here by docker load or docker pull");
  }

  private static void refuse(Exchange exchange) {
    throw HttpError.unsupported(
        "%s %s is not supported by Pontoon".formatted(exchange.method(), exchange.path()));
  }
}
