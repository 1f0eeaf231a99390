package dev.pontoon.engine.ports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pontoon.engine.model.Protocol;
import dev.pontoon.linux.ip.Addresses;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PortIndexTest {
  private static final List<InetAddress> ADDRESSES =
      List.of("0.0.0.0", "127.0.0.1", "192.0.2.1", "::", "::1").stream()
          .map(Addresses::parse)
          .toList();

  private record Run(Protocol protocol, InetAddress address, int first, int last) {
    boolean standsInTheWayOf(Run other) {
      boolean sameFamily = Addresses.isV6(address) == Addresses.isV6(other.address);
      boolean any = address.isAnyLocalAddress() || other.address.isAnyLocalAddress();
      return protocol == other.protocol
          && (address.equals(other.address) || (sameFamily && any))
          && first <= other.last
          && other.first <= last;
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void itFindsExactlyWhatStandsInTheWay(long seed) {
    Random random = new Random(seed);
    PortIndex<Run> index = new PortIndex<>();
    List<Run> there = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      Run run = random(random);
      List<Run> inTheWay = there.stream().filter(run::standsInTheWayOf).toList();
      var found = index.find(run.protocol(), run.address(), run.first(), run.last());
      assertThat(found.isPresent()).as("%s", run).isEqualTo(!inTheWay.isEmpty());
      found.ifPresent(other -> assertThat(inTheWay).contains(other));
      if (found.isEmpty()) {
        index.add(run.protocol(), run.address(), run.first(), run.last(), run);
        there.add(run);
      } else {
        Run gone = found.get();
        assertThat(index.remove(gone.protocol(), gone.address(), gone.first())).contains(gone);
        there.remove(gone);
      }
    }
  }

  private static Run random(Random random) {
    int first = 1 + random.nextInt(200);
    return new Run(
        random.nextBoolean() ? Protocol.TCP : Protocol.UDP,
        ADDRESSES.get(random.nextInt(ADDRESSES.size())),
        first,
        first + random.nextInt(10));
  }

  @Test
  void anAddressOfItsOwnServesBeforeTheWildcard() {
    PortIndex<String> index = new PortIndex<>();
    InetAddress one = Addresses.parse("192.0.2.1");
    index.add(Protocol.TCP, Addresses.parse("0.0.0.0"), 80, 80, "any");
    index.add(Protocol.TCP, one, 80, 80, "one");
    assertThat(index.serving(Protocol.TCP, one, 80)).contains("one");
    assertThat(index.serving(Protocol.TCP, Addresses.parse("192.0.2.2"), 80)).contains("any");
    assertThat(index.serving(Protocol.TCP, Addresses.parse("::1"), 80)).isEmpty();
    assertThat(index.serving(Protocol.UDP, one, 80)).isEmpty();
  }
}
