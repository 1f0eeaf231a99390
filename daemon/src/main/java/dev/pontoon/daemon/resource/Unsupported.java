package dev.pontoon.daemon.resource;

import dev.pontoon.api.BuildPruneReport;
import dev.pontoon.daemon.http.Exchange;
import dev.pontoon.daemon.http.HttpError;
import dev.pontoon.daemon.http.Router;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;

/** The rest of Docker's API, so that clients hear 501 and not that there is no such thing. */
public final class Unsupported {
  private static final List<String> PATHS =
      List.of(
          "/configs",
          "/configs/{rest...}",
          "/containers/{id}/checkpoints",
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
    router
        .on("POST", "/build/prune", Unsupported::prune)
        .on("*", "/build", Unsupported::build)
        .on("*", "/build/{rest...}", Unsupported::build);
    PATHS.forEach(path -> router.on("*", path, Unsupported::refuse));
  }

  /** Part of {@code docker system prune}: nothing is built here, so there is nothing to remove. */
  private static void prune(Exchange exchange) throws IOException {
    exchange.json(200, new BuildPruneReport(List.of(), 0));
  }

  /** The client is to hear the answer, which it reads once it has sent all that it has. */
  private static void build(Exchange exchange) throws IOException {
    try (InputStream context = exchange.body()) {
      context.transferTo(OutputStream.nullOutputStream());
    }
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
