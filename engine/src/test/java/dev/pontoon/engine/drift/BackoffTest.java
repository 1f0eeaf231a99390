package dev.pontoon.engine.drift;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackoffTest {
  private static final String KEY = "link pontoon0 of network bridge";
  private static final Instant START = Instant.EPOCH;

  private final Backoff backoff = new Backoff(BackoffPolicy.DEFAULT);

  private Instant repairWhenDue(Instant now) {
    Instant due = now.plus(backoff.wait(KEY, now));
    backoff.repaired(KEY, due);
    return due;
  }

  @Test
  void theFirstTimeIsAtOnce() {
    assertThat(backoff.wait(KEY, START)).isZero();
    assertThat(backoff.repairs(KEY)).isZero();
  }

  @Test
  void eachWaitIsTwiceAsLongUpToTheMost() {
    assertThat(IntStream.range(0, 10).mapToLong(n -> BackoffPolicy.DEFAULT.after(n).toSeconds()))
        .containsExactly(0L, 1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L, 60L);
    Instant now = START;
    for (int i = 0; i < 4; i++) {
      now = repairWhenDue(now);
    }
    assertThat(now).isEqualTo(START.plusSeconds(1 + 2 + 4));
    assertThat(backoff.wait(KEY, now)).isEqualTo(Duration.ofSeconds(8));
    assertThat(backoff.wait(KEY, now.plusSeconds(5))).isEqualTo(Duration.ofSeconds(3));
    assertThat(backoff.repairs(KEY)).isEqualTo(4);
  }

  @Test
  void othersDoNotWait() {
    backoff.repaired(KEY, START);
    assertThat(backoff.wait("address 172.17.0.1/16 of link pontoon0 of network bridge", START))
        .isZero();
  }

  @Test
  void quietForLongEnoughIsForgotten() {
    backoff.repaired(KEY, START);
    backoff.repaired(KEY, START.plusSeconds(1));
    backoff.forget(START.plusSeconds(1 + 2 + 60));
    assertThat(backoff.repairs(KEY)).isEqualTo(2);
    backoff.forget(START.plusSeconds(1 + 2 + 61));
    assertThat(backoff.repairs(KEY)).isZero();
  }
}
