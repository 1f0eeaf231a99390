package dev.pontoon.daemon.resource;

import dev.pontoon.api.DiffEntry;
import dev.pontoon.api.GuardEntry;
import dev.pontoon.api.NatEntry;
import dev.pontoon.daemon.http.Exchange;
import dev.pontoon.daemon.http.Router;
import dev.pontoon.engine.Engine;
import dev.pontoon.engine.drift.Difference;
import dev.pontoon.engine.firewall.Refusal;
import dev.pontoon.engine.model.Endpoint;
import dev.pontoon.engine.model.Sandbox;
import dev.pontoon.linux.ip.Addresses;
import dev.pontoon.linux.ip.Cidr;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

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
        .on("GET", "/pontoon/diff", this::differences)
        .on("GET", "/pontoon/guard", this::guard);
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

  private void guard(Exchange exchange) throws IOException {
    Map<String, Refusal> refusals =
        engine.refusals().stream().collect(Collectors.toMap(Refusal::link, r -> r));
    List<GuardEntry> entries = new ArrayList<>();
    for (Sandbox sandbox : engine.sandboxes()) {
      sandbox.endpoints().forEach(endpoint -> entries.add(entry(sandbox, endpoint, refusals)));
    }
    exchange.json(200, entries);
  }

  private GuardEntry entry(Sandbox sandbox, Endpoint endpoint, Map<String, Refusal> refusals) {
    @Nullable Refusal refusal = refusals.get(endpoint.hostInterface());
    return new GuardEntry(
        sandbox.name(),
        engine.network(endpoint.networkId()).name(),
        endpoint.hostInterface(),
        refusal == null ? "off" : "on",
        endpoint.mac().toString(),
        endpoint.ipv4().map(Cidr::address).map(Addresses::text).orElse(""),
        endpoint.ipv6().map(Cidr::address).map(Addresses::text).orElse(""),
        refusal == null ? -1 : refusal.packets(),
        refusal == null ? -1 : refusal.bytes());
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
