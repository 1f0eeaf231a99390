package dev.pontoon.daemon.resource;

import dev.pontoon.api.DiffEntry;
import dev.pontoon.api.NatEntry;
import dev.pontoon.daemon.http.Exchange;
import dev.pontoon.daemon.http.Router;
import dev.pontoon.engine.Engine;
import dev.pontoon.engine.drift.Difference;
import java.io.IOException;

/** {@code /pontoon}: what Docker has not. */
public final class PontoonResource {
  private final Engine engine;

  /** What an engine can tell. */
  public PontoonResource(Engine engine) {
    this.engine = engine;
  }

  /** Adds the routes. */
  public void register(Router router) {
    router
        .on("GET", "/pontoon/nat", this::translations)
        .on("GET", "/pontoon/diff", this::differences);
  }

  private void differences(Exchange exchange) throws IOException {
    exchange.json(200, engine.differences().stream().map(PontoonResource::entry).toList());
  }

  private static DiffEntry entry(Difference difference) {
    String kind =
        switch (difference) {
          case Difference.Missing _ -> "missing";
          case Difference.Changed _ -> "changed";
          case Difference.LeftOver _ -> "left-over";
          case Difference.Unmounted _ -> "unmounted";
        };
    return new DiffEntry(
        kind, difference.object(), difference.owner(), difference.expected(), difference.found());
  }

  private void translations(Exchange exchange) throws IOException {
    exchange.json(
        200,
        engine.translations().stream()
            .map(t ->
                new NatEntry(
                    t.chain(),
                    t.target(),
                    t.protocol(),
                    t.source(),
                    t.destination(),
                    t.detail(),
                    t.packets(),
                    t.bytes()))
            .toList());
  }
}
