package dev.pontoon.engine.drift;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pontoon.engine.Samples;
import dev.pontoon.engine.state.State;
import dev.pontoon.linux.ip.Addresses;
import dev.pontoon.linux.ip.Cidr;
import dev.pontoon.linux.netlink.NetlinkSocket;
import dev.pontoon.linux.rtnetlink.Address;
import dev.pontoon.linux.rtnetlink.Forwarding;
import dev.pontoon.linux.rtnetlink.Link;
import dev.pontoon.linux.rtnetlink.Monitor;
import dev.pontoon.linux.rtnetlink.Notification;
import dev.pontoon.linux.rtnetlink.Route;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class NoticesTest {
  private static final int HOST = NetlinkSocket.OWN_NAMESPACE;
  private static final int SANDBOX = 1; // as Kernel's veth tells
  private static final State STATE = State.empty("e").with(Samples.WEB).with(Samples.CONTAINER);
  private static final Scope INSIDE = new Scope.Inside(Samples.CONTAINER.id());

  private final Kernel kernel = new Kernel();
  private final Link bridge = Objects.requireNonNull(kernel.host.get(Kernel.BRIDGE));
  private final Link veth = Objects.requireNonNull(kernel.host.get(Kernel.VETH));
  private final Link eth0 = Objects.requireNonNull(kernel.inside.get("eth0"));
  private final Notices notices = new Notices(alias -> alias.startsWith(Kernel.MARK));

  NoticesTest() {
    notices.learn(kernel.host.values());
  }

  private void hear(int namespace, Notification change) {
    notices.hear(new Monitor.Event(namespace, 4711, change));
  }

  private List<Scope> suspected() {
    return notices.against(STATE).stream().map(Notices.Suspicion::scope).toList();
  }

  @Test
  void whatAgreesIsNotSuspected() {
    hear(HOST, new Notification.OfLink(bridge, false));
    hear(HOST, new Notification.OfLink(veth, false));
    hear(SANDBOX, new Notification.OfLink(eth0, false));
    hear(HOST, new Notification.OfAddress(Address.of(2, Kernel.GATEWAY), false));
    hear(HOST, new Notification.OfForwarding(new Forwarding(false, Forwarding.ALL, true)));
    assertThat(suspected()).isEmpty();
    assertThat(notices.isEmpty()).isTrue();
  }

  @Test
  void onlyTheLastWordOnAThingCounts() {
    hear(HOST, new Notification.OfLink(Kernel.down(veth), false));
    hear(HOST, new Notification.OfLink(Kernel.master(veth, 0), false));
    hear(HOST, new Notification.OfLink(veth, false));
    assertThat(suspected()).isEmpty();
  }

  @Test
  void linksThatAreGoneDownOrElsewhere() {
    hear(HOST, new Notification.OfLink(bridge, true));
    assertThat(suspected()).containsExactly(Scope.HOST);
    hear(HOST, new Notification.OfLink(veth, true));
    assertThat(suspected()).containsExactly(Scope.HOST);
    hear(HOST, new Notification.OfLink(Kernel.down(veth), false));
    assertThat(suspected()).containsExactly(Scope.HOST);
    hear(HOST, new Notification.OfLink(Kernel.master(veth, 99), false));
    assertThat(suspected()).containsExactly(Scope.HOST);
  }

  @Test
  void linksOfOthersAreNotSuspected() {
    Link foreign = Kernel.link(5, "eth9", "veth", "theirs", 0, Kernel.MAC);
    hear(HOST, new Notification.OfLink(Kernel.down(foreign), false));
    hear(HOST, new Notification.OfLink(foreign, true));
    hear(HOST, new Notification.OfAddress(Address.of(5, Cidr.parse("10.0.0.1/8")), true));
    hear(HOST, new Notification.OfRoute(Route.direct(Cidr.parse("10.0.0.0/8"), 5), true));
    hear(9, new Notification.OfLink(eth0, true));
    assertThat(suspected()).isEmpty();
  }

  @Test
  void aLinkWithTheMarkThatNobodyKnowsIsSuspected() {
    Link left = Kernel.link(5, "veth00", "veth", Kernel.MARK + "endpoint:77", 2, Kernel.MAC);
    hear(HOST, new Notification.OfLink(left, false));
    assertThat(suspected()).containsExactly(Scope.HOST);
  }

  @Test
  void addressesRoutesAndForwardingOfTheHost() {
    hear(HOST, new Notification.OfAddress(Address.of(2, Kernel.GATEWAY), true));
    hear(HOST, new Notification.OfRoute(Route.direct(Kernel.GATEWAY, 2), true));
    hear(HOST, new Notification.OfForwarding(new Forwarding(false, Forwarding.ALL, false)));
    hear(HOST, new Notification.OfForwarding(new Forwarding(false, 5, false)));
    assertThat(suspected()).containsExactly(Scope.HOST, Scope.HOST, Scope.HOST);
  }

  @Test
  void whatChangesInASandbox() {
    Address address = Address.of(7, Kernel.ENDPOINT.ipv4().orElseThrow());
    hear(SANDBOX, new Notification.OfAddress(address, true));
    hear(
        SANDBOX,
        new Notification.OfRoute(Route.defaultVia(Addresses.parse("172.18.0.1"), 7), true));
    hear(SANDBOX, new Notification.OfLink(Kernel.down(eth0), false));
    hear(SANDBOX, new Notification.OfForwarding(new Forwarding(false, Forwarding.ALL, false)));
    assertThat(suspected()).containsExactly(INSIDE, INSIDE, INSIDE);
  }

  @Test
  void aSandboxThatWasDetachedIsNotSuspected() {
    hear(SANDBOX, new Notification.OfLink(eth0, true));
    hear(HOST, new Notification.OfLink(veth, true));
    assertThat(notices.against(STATE.without(Samples.CONTAINER))).isEmpty();
  }

  @Test
  void whoseSocketItWasIsTold() {
    hear(HOST, new Notification.OfLink(veth, true));
    assertThat(notices.against(STATE)).containsExactly(new Notices.Suspicion(Scope.HOST, 4711));
  }
}
