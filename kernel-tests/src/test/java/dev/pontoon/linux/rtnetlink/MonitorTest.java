package dev.pontoon.linux.rtnetlink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pontoon.linux.ip.Addresses;
import dev.pontoon.linux.ip.Cidr;
import dev.pontoon.linux.ip.MacAddress;
import dev.pontoon.testkit.HostNamespace;
import dev.pontoon.testkit.HostNetwork;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@HostNamespace
class MonitorTest {
  private static final int LIMIT = 5_000; // milliseconds
  private static final int MANY = 100; // some tell of other kinds of changes only

  private HostNetwork host;
  private Monitor monitor;

  @BeforeEach
  void open(HostNetwork given) {
    host = given;
    monitor = Monitor.open(host.namespace(), EnumSet.allOf(Group.class));
  }

  @AfterEach
  void close() {
    monitor.close();
  }

  private int createBridge() {
    host.rtnetlink().execute(Links.create("br0", Bridge.PLAIN, LinkSettings.NONE.up()));
    return host.rtnetlink().link("br0").orElseThrow().index();
  }

  /** Reads on until a notification of a kind and content comes; the kernel sends many more. */
  private <T extends Notification> T await(Class<T> kind, Predicate<T> wanted) {
    for (int datagram = 0; datagram < MANY; datagram++) {
      Optional<T> found =
          monitor.receive(LIMIT).stream()
              .filter(kind::isInstance)
              .map(kind::cast)
              .filter(wanted)
              .findFirst();
      if (found.isPresent()) {
        return found.get();
      }
    }
    throw new AssertionError("no such " + kind.getSimpleName() + " in " + MANY + " datagrams");
  }

  @Test
  void nothingIsToldWhileNothingHappens() {
    assertThat(monitor.receive(0)).isEmpty();
  }

  @Test
  void linksComeAndGo() {
    createBridge();
    assertThat(await(Notification.OfLink.class, l -> l.link().name().equals("br0")).removed())
        .isFalse();
    host.rtnetlink().execute(Links.delete(LinkRef.of("br0")));
    await(Notification.OfLink.class, l -> l.link().name().equals("br0") && l.removed());
  }

  @Test
  void aPortThatLeavesItsBridgeIsToldApartFromALinkThatGoes() {
    int bridge = createBridge();
    host.rtnetlink()
        .execute(
            Links.create(
                "veth0",
                new Veth("veth1", 0, LinkSettings.NONE),
                LinkSettings.NONE.master(bridge)));
    await(Notification.OfPort.class, p -> p.link().name().equals("veth0") && !p.removed());
    host.rtnetlink().execute(Links.set(LinkRef.of("veth0"), LinkSettings.NONE.master(0)));
    await(Notification.OfPort.class, p -> p.link().name().equals("veth0") && p.removed());
    assertThat(host.rtnetlink().link("veth0")).isPresent();
  }

  @Test
  void addressesRoutesAndNeighboursAreTold() {
    int bridge = createBridge();
    Cidr v4 = Cidr.parse("172.17.0.1/16");
    Cidr v6 = Cidr.parse("fd00::1/64");
    Route route = Route.via(Cidr.parse("10.0.0.0/8"), Addresses.parse("172.17.0.9"), bridge);
    MacAddress mac = MacAddress.parse("02:42:ac:11:00:02");
    Neighbour neighbour = Neighbour.permanent(bridge, Addresses.parse("172.17.0.2"), mac);
    host.rtnetlink()
        .executeAll(
            List.of(
                Address.of(bridge, v4).add(),
                Address.of(bridge, v6).add(),
                route.add(),
                neighbour.replace(),
                neighbour.delete(),
                route.delete(),
                Address.of(bridge, v6).delete()));

    await(Notification.OfAddress.class, a -> a.address().address().equals(v4));
    await(Notification.OfRoute.class, r -> r.route().equals(route) && !r.removed());
    await(Notification.OfNeighbour.class, n -> n.neighbour().equals(neighbour));
    await(Notification.OfRoute.class, r -> r.route().equals(route) && r.removed());
    await(Notification.OfAddress.class, a -> a.address().address().equals(v6) && a.removed());
  }
}
