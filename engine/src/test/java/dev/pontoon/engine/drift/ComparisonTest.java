package dev.pontoon.engine.drift;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pontoon.engine.plan.LinkChange;
import dev.pontoon.linux.ip.Addresses;
import dev.pontoon.linux.rtnetlink.Link;
import dev.pontoon.linux.rtnetlink.Neighbour;
import dev.pontoon.linux.rtnetlink.Route;
import java.util.List;
import org.junit.jupiter.api.Test;

class ComparisonTest {
  private final Kernel kernel = new Kernel();

  private List<String> keys() {
    return kernel.differences().stream().map(Difference::key).toList();
  }

  @Test
  void whatIsAsItWasMadeDoesNotDiffer() {
    assertThat(kernel.differences()).isEmpty();
  }

  @Test
  void aMissingBridgeIsOneDifferenceAndItsPortsAreJoinedAgain() {
    kernel.host.remove(Kernel.BRIDGE);
    kernel.hostAddresses.clear();
    kernel.hostRoutes.clear();
    kernel.sysctls.remove("ipv4/conf/" + Kernel.BRIDGE + "/route_localnet");
    kernel.change(kernel.host, Kernel.VETH, link -> Kernel.master(link, 0));

    assertThat(keys())
        .containsExactly(
            "link br-abababababab of network web",
            "master of link vethad06c29 of container c1",
            "bridge port vethad06c29 of container c1",
            "neighbour 172.18.5.0 of link br-abababababab of container c1");
    assertThat(kernel.repairs())
        .containsExactly(
            "create bridge br-abababababab",
            "mark bridge br-abababababab",
            "set sysctl net/ipv4/conf/br-abababababab/route_localnet to 1",
            "add address 172.18.0.1/16 to br-abababababab",
            "set link br-abababababab up",
            "set master of link vethad06c29 to br-abababababab",
            "mark veth vethad06c29",
            "add neighbour 172.18.5.0 to br-abababababab");
  }

  @Test
  void aMissingVethComesBackWithAllThatIsInside() {
    kernel.host.remove(Kernel.VETH);
    kernel.inside.clear();
    kernel.insideAddresses.clear();
    kernel.insideRoutes.clear();
    kernel.insideNeighbours.clear();

    assertThat(keys()).containsExactly("link vethad06c29 of container c1");
    assertThat(kernel.repairs())
        .containsExactly(
            "create veth vethad06c29",
            "mark veth vethad06c29",
            "set link vethad06c29 up",
            "add address 172.18.5.0/16 to eth0",
            "set link eth0 up",
            "add neighbour 172.18.0.1 to eth0",
            "add default route via 172.18.0.1 from eth0");
  }

  @Test
  void aVethWhoseOtherEndIsElsewhereIsMadeAnew() {
    kernel.inside.clear();
    assertThat(keys()).containsExactly("link eth0 of container c1");
    assertThat(kernel.repairs()).startsWith("delete link vethad06c29", "create veth vethad06c29");
  }

  @Test
  void linksThatAreDownComeUpBeforeTheirRoutes() {
    kernel.change(kernel.inside, "eth0", Kernel::down);
    kernel.insideRoutes.clear();
    assertThat(kernel.repairs())
        .containsExactly("set link eth0 up", "add default route via 172.18.0.1 from eth0");
  }

  @Test
  void addressesAndRoutesAreDifferencesOfTheirOwn() {
    kernel.hostAddresses.clear();
    assertThat(keys())
        .containsExactly("address 172.18.0.1/16 of link br-abababababab of network web");
    kernel.hostAddresses.addAll(new Kernel().hostAddresses);
    kernel.hostRoutes.clear();
    assertThat(kernel.repairs()).containsExactly("add route to 172.18.0.0/16 from br-abababababab");
  }

  @Test
  void anotherDefaultRouteIsTheContainersOwn() {
    kernel.insideRoutes.removeIf(Route::isDefault);
    assertThat(keys())
        .containsExactly("default route via 172.18.0.1 from link eth0 of container c1");
    kernel.insideRoutes.add(Route.defaultVia(Addresses.parse("172.18.0.9"), 7));
    assertThat(kernel.differences()).isEmpty();
  }

  @Test
  void neighboursThatWereToldOfAreDifferencesOfTheirOwn() {
    kernel.hostNeighbours.clear();
    kernel.insideNeighbours.clear();
    kernel.insideNeighbours.add(
        Neighbour.permanent(7, Kernel.GATEWAY.address(), Kernel.MAC)); // somebody else's
    assertThat(keys())
        .containsExactly(
            "neighbour 172.18.5.0 of link br-abababababab of container c1",
            "neighbour 172.18.0.1 of link eth0 of container c1");
    kernel.hostNeighbours.add(
        Kernel.told(2, Kernel.ENDPOINT.ipv4().orElseThrow().address(), Kernel.MAC));
    assertThat(kernel.repairs())
        .containsExactly(
            "add neighbour 172.18.5.0 to br-abababababab", "add neighbour 172.18.0.1 to eth0");
  }

  @Test
  void parametersOfTheHostAreNobodysAlone() {
    kernel.sysctls.put("ipv4/ip_forward", "0");
    assertThat(kernel.differences())
        .singleElement()
        .satisfies(difference -> {
          assertThat(difference.key()).isEqualTo("sysctl net/ipv4/ip_forward of host");
          assertThat(difference.expected()).isEqualTo("1");
          assertThat(difference.found()).isEqualTo("0");
        });
  }

  @Test
  void aLinkOfTheNameThatIsNotOursIsNotTakenForOurs() {
    Link foreign = Kernel.link(9, Kernel.BRIDGE, "veth", "", 0, Kernel.MAC);
    kernel.host.put(Kernel.BRIDGE, foreign);
    assertThat(kernel.differences().getFirst())
        .isInstanceOf(Difference.Missing.class)
        .extracting(difference -> difference.repair().changes().getFirst())
        .isInstanceOf(LinkChange.CreateBridge.class); // which the kernel will refuse
  }

  @Test
  void whatWasNotLookedAtDoesNotDiffer() {
    Snapshot nothing = new Snapshot(java.util.Map.of());
    assertThat(Comparison.of(Kernel.CONTAINER, nothing)).isEmpty();
  }
}
