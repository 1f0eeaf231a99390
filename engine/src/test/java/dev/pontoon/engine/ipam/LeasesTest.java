package dev.pontoon.engine.ipam;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pontoon.engine.model.Subnet;
import dev.pontoon.linux.ip.Addresses;
import dev.pontoon.linux.ip.Cidr;
import java.math.BigInteger;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LeasesTest {
  private static Leases of(String subnet, String gateway) {
    return of(subnet, gateway, Optional.empty(), Map.of());
  }

  private static Leases of(
      String subnet, String gateway, Optional<Cidr> range, Map<String, InetAddress> auxiliary) {
    return Leases.of(new Subnet(Cidr.parse(subnet), range, Addresses.parse(gateway), auxiliary));
  }

  private static String next(Leases leases) {
    return leases.next().map(Addresses::text).orElse("none");
  }

  @Test
  void leasesGoOnAfterTheLastOne() {
    Leases leases = of("172.17.0.0/16", "172.17.0.1");
    for (String expected : List.of("172.17.0.2", "172.17.0.3", "172.17.0.4")) {
      assertThat(next(leases)).isEqualTo(expected);
      leases = leases.with(Addresses.parse(expected));
    }
    assertThat(next(leases.without(Addresses.parse("172.17.0.2")))).isEqualTo("172.17.0.5");
  }

  @Test
  void aReleasedAddressIsLeasedAgainAtTheEnd() {
    Leases leases = of("10.0.0.0/29", "10.0.0.1");
    for (InetAddress a = Addresses.parse("10.0.0.2"); leases.next().isPresent(); ) {
      a = leases.next().orElseThrow();
      leases = leases.with(a);
    }
    assertThat(next(leases)).isEqualTo("none");
    assertThat(next(leases.without(Addresses.parse("10.0.0.4")))).isEqualTo("10.0.0.4");
  }

  @Test
  void anAddressGivenByTheUserLeavesTheOrderAlone() {
    Leases leases = of("10.0.0.0/24", "10.0.0.1").with(Addresses.parse("10.0.0.100"));
    assertThat(next(leases)).isEqualTo("10.0.0.2");
    assertThat(leases.taken(Addresses.parse("10.0.0.100"))).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"10.0.0.0/24, 253", "10.0.0.0/31, 1", "fd00::/64, 18446744073709551614"})
  void whatIsFreeIsCounted(String subnet, BigInteger free) {
    Leases leases = of(subnet, Cidr.parse(subnet).isV6() ? "fd00::1" : "10.0.0.1");
    assertThat(leases.free()).isEqualTo(free);
    InetAddress first = leases.next().orElseThrow();
    assertThat(leases.with(first).free()).isEqualTo(free.subtract(BigInteger.ONE));
    assertThat(leases.with(first).without(first).free()).isEqualTo(free);
  }

  @Test
  void onlyTheRangeIsFree() {
    Leases leases = of("10.0.0.0/16", "10.0.5.1", Optional.of(Cidr.parse("10.0.5.0/29")), Map.of());
    assertThat(leases.free()).isEqualTo(7);
    assertThat(leases.with(Addresses.parse("10.0.9.9")).free()).isEqualTo(7);
    assertThat(leases.with(Addresses.parse("10.0.5.2")).free()).isEqualTo(6);
  }

  @Test
  void onlyTheRangeIsLeased() {
    Leases leases =
        of(
            "172.28.0.0/16",
            "172.28.5.254",
            Optional.of(Cidr.parse("172.28.5.0/30")),
            Map.of("printer", Addresses.parse("172.28.5.1")));
    Set<String> leased = new HashSet<>();
    while (leases.next().isPresent()) {
      leased.add(next(leases));
      leases = leases.with(leases.next().orElseThrow());
    }
    assertThat(leased).containsExactlyInAnyOrder("172.28.5.0", "172.28.5.2", "172.28.5.3");
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/30, 10.0.0.1, 1",
    "10.0.0.0/31, 10.0.0.1, 1",
    "fd00::/126, fd00::1, 2",
    "192.168.0.0/20, 192.168.0.1, 4093"
  })
  void everyAddressButTheReservedOnesIsLeasedOnce(String subnet, String gateway, int expected) {
    Leases leases = of(subnet, gateway);
    Set<InetAddress> leased = new HashSet<>();
    while (leases.next().isPresent()) {
      InetAddress address = leases.next().orElseThrow();
      assertThat(leased.add(address)).isTrue();
      assertThat(leases.subnet().contains(address)).isTrue();
      leases = leases.with(address);
    }
    assertThat(leased).hasSize(expected);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void anyOrderOfLeasesAndReleasesKeepsThemApart(long seed) {
    Random random = new Random(seed);
    Leases leases = of("10.1.0.0/26", "10.1.0.1");
    List<InetAddress> held = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      if (random.nextInt(5) < 3 && leases.next().isPresent()) {
        InetAddress address = leases.next().orElseThrow();
        assertThat(leases.taken(address)).isFalse();
        assertThat(held).doesNotContain(address);
        held.add(address);
        leases = leases.with(address);
      } else if (!held.isEmpty()) {
        leases = leases.without(held.remove(random.nextInt(held.size())));
      }
      assertThat(held).allMatch(leases::taken);
      assertThat(leases.next().isPresent()).isEqualTo(held.size() < 61);
    }
  }
}
