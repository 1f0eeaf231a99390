package dev.pontoon.engine.ipam;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pontoon.engine.AddressPool;
import dev.pontoon.linux.ip.Cidr;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FreeSubnetsTest {
  private static String find(Occupied... uses) {
    return FreeSubnets.find(AddressPool.DEFAULT, List.of(uses)).map(Cidr::toString).orElse("none");
  }

  private static Occupied route(String subnet) {
    return Occupied.NOTHING.plus(Cidr.parse(subnet), "route " + subnet + " dev tun0");
  }

  @Test
  void theFirstFreeOneIsChosen() {
    assertThat(find(Occupied.NOTHING)).isEqualTo("172.17.0.0/16");
    assertThat(find(route("172.17.3.0/24"))).isEqualTo("172.18.0.0/16");
    assertThat(find(route("172.16.0.0/12"))).isEqualTo("192.168.0.0/20");
    assertThat(find(route("172.16.0.0/12"), route("192.168.0.77/32"))).isEqualTo("192.168.16.0/20");
  }

  @Test
  void fiveHundredNetworksFitAndNoneOverlaps() {
    Occupied networks = Occupied.NOTHING;
    List<Cidr> subnets = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      Cidr next = FreeSubnets.find(AddressPool.DEFAULT, List.of(networks)).orElseThrow();
      assertThat(networks.overlap(next)).isEmpty();
      assertThat(subnets).noneMatch(next::overlaps);
      subnets.add(next);
      networks = networks.plus(next, "network " + i);
    }
  }

  @Test
  void whatIsInTheWayIsNamed() {
    Occupied vpn =
        Occupied.NOTHING
            .plus(Cidr.parse("10.0.0.0/8"), "route 10.0.0.0/8 dev tun0")
            .plus(Cidr.parse("172.16.0.0/12"), "route 172.16.0.0/12 dev tun0")
            .plus(Cidr.parse("192.168.0.0/16"), "route 192.168.0.0/16 dev tun1");
    assertThat(find(vpn)).isEqualTo("none");
    assertThat(FreeSubnets.obstacles(AddressPool.DEFAULT, List.of(vpn)))
        .contains("route 172.16.0.0/12 dev tun0", "route 192.168.0.0/16 dev tun1");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void overlapsAreFoundAsBySearchingAll(long seed) {
    Random random = new Random(seed);
    Occupied occupied = Occupied.NOTHING;
    List<Cidr> all = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      int length = 18 + random.nextInt(13);
      Cidr subnet =
          Cidr.parse("10.%d.%d.0/%d".formatted(random.nextInt(4), random.nextInt(256), length))
              .subnet();
      assertThat(occupied.overlap(subnet).isPresent())
          .isEqualTo(all.stream().anyMatch(subnet::overlaps));
      if (random.nextInt(4) == 0 && !all.isEmpty()) {
        Cidr gone = all.remove(random.nextInt(all.size()));
        occupied = occupied.minus(gone);
      } else if (occupied.overlap(subnet).isEmpty()) {
        occupied = occupied.plus(subnet, "x");
        all.add(subnet);
      }
    }
  }

  @Test
  void aNetworkAlwaysHasTheSameUniqueLocalSubnet() {
    Cidr first = UniqueLocal.subnet("engine", "network", List.of(Occupied.NOTHING)).orElseThrow();
    assertThat(first.toString()).startsWith("fd").endsWith("::/64");
    assertThat(UniqueLocal.subnet("engine", "network", List.of(Occupied.NOTHING))).contains(first);
    Cidr next =
        UniqueLocal.subnet("engine", "network", List.of(Occupied.NOTHING.plus(first, "other")))
            .orElseThrow();
    assertThat(next).isNotEqualTo(first);
    assertThat(next.toString().substring(0, 12)).isEqualTo(first.toString().substring(0, 12));
  }
}
