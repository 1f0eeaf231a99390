package dev.pontoon.daemon.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pontoon.engine.Health;
import java.math.BigInteger;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LeaseGaugesTest {
  @Test
  void networksBeyondANumberAreCountedTogether() {
    List<Health.Leases> many =
        IntStream.range(0, 1_000)
            .mapToObj(i -> new Health.Leases("n%04d".formatted(i), i % 2 == 1, 1, BigInteger.TWO))
            .toList();

    List<Health.Leases> bounded = LeaseGauges.bounded(many);

    assertThat(bounded).hasSize(LeaseGauges.NETWORKS + 2);
    assertThat(bounded.stream().mapToInt(Health.Leases::used).sum()).isEqualTo(1_000);
    assertThat(bounded)
        .contains(new Health.Leases("(rest)", true, 450, BigInteger.valueOf(900)))
        .contains(new Health.Leases("n0000", false, 1, BigInteger.TWO));
  }
}
