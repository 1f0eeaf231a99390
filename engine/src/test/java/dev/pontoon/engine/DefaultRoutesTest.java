package dev.pontoon.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pontoon.engine.model.DriverConfig;
import dev.pontoon.engine.model.Endpoint;
import dev.pontoon.engine.model.Network;
import dev.pontoon.engine.model.Subnet;
import dev.pontoon.engine.state.State;
import dev.pontoon.linux.ip.Addresses;
import dev.pontoon.linux.ip.Cidr;
import dev.pontoon.linux.ip.MacAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which of a container's networks has its default routes. */
class DefaultRoutesTest {
  private static final Subnet V4 = subnet("10.0.0.0/24", "10.0.0.1");
  private static final Subnet V6 = subnet("fd00::/64", "fd00::1");

  /** Which families a network has, by its name. */
  private static final Map<String, List<Subnet>> NETWORKS =
      Map.of(
          "bridge", List.of(V4),
          "apps", List.of(V4),
          "dual", List.of(V4, V6),
          "six", List.of(V6),
          "zoo", List.of(V4, V6),
          "inner", List.of(V4, V6));

  private static final State STATE =
      NETWORKS.keySet().stream()
          .map(DefaultRoutesTest::network)
          .reduce(State.empty("e1".repeat(32)), (s, n) -> s.with(n), (one, _) -> one);

  private static Subnet subnet(String subnet, String gateway) {
    return new Subnet(Cidr.parse(subnet), Optional.empty(), Addresses.parse(gateway), Map.of());
  }

  private static Network network(String name) {
    List<Subnet> subnets = NETWORKS.getOrDefault(name, List.of());
    return new Network(
        name,
        name,
        Instant.EPOCH,
        DriverConfig.Bridge.DEFAULT,
        subnets,
        subnets.contains(V6),
        name.equals("inner"),
        Map.of(),
        Map.of());
  }

  /** An endpoint of {@code network} or {@code network:priority}. */
  private static Endpoint endpoint(String text) {
    String[] words = text.split(":", -1);
    List<Subnet> subnets = NETWORKS.getOrDefault(words[0], List.of());
    return new Endpoint(
        "id of " + words[0],
        words[0],
        "veth" + words[0],
        "eth0",
        MacAddress.parse("02:00:00:00:00:01"),
        subnets.contains(V4) ? Optional.of(Cidr.parse("10.0.0.2/24")) : Optional.empty(),
        subnets.contains(V6) ? Optional.of(Cidr.parse("fd00::2/64")) : Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        false,
        words.length > 1 ? Integer.parseInt(words[1]) : 0,
        List.of());
  }

  private static String provider(
      List<Endpoint> endpoints, Function<Endpoint, Optional<?>> gateway) {
    return endpoints.stream()
        .filter(endpoint -> gateway.apply(endpoint).isPresent())
        .map(Endpoint::networkId)
        .collect(Collectors.joining(" "));
  }

  @ParameterizedTest
  @CsvSource({
    "bridge, bridge, ''",
    "bridge apps, apps, ''",
    "bridge:1 apps, bridge, ''",
    "bridge apps:-1, bridge, ''",
    "bridge:-2147483648 apps:2147483647, apps, ''",
    "bridge apps dual, dual, dual",
    "bridge apps dual zoo, dual, dual",
    "bridge apps dual zoo:1, zoo, zoo",
    "apps:5 dual zoo, apps, dual",
    "apps six, apps, six",
    "dual six:1, dual, six",
    "inner:9 apps, apps, ''",
    "inner:9, '', ''",
    "inner:9 six:-9 apps, apps, six"
  })
  void eachFamilysIsTheSameInWhateverOrderTheyWereConnected(String all, String v4, String v6) {
    List<Endpoint> endpoints = new ArrayList<>();
    Arrays.stream(all.split(" ", -1)).forEach(text -> endpoints.add(endpoint(text)));
    Random random = new Random(1);
    for (int i = 0; i < 100; i++) {
      List<Endpoint> assigned = new DefaultRoutes(STATE).assign(endpoints);
      assertThat(provider(assigned, Endpoint::gateway4)).isEqualTo(v4);
      assertThat(provider(assigned, Endpoint::gateway6)).isEqualTo(v6);
      assertThat(assigned.stream().map(Endpoint::networkId))
          .containsExactlyElementsOf(endpoints.stream().map(Endpoint::networkId).toList());
      // as after a restart, with what it had before
      endpoints.clear();
      endpoints.addAll(assigned);
      Collections.shuffle(endpoints, random);
    }
  }
}
