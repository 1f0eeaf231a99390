package dev.pontoon.daemon.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EventsTest {
  private static final int BACKLOG = 10_000;

  @Test
  void aListenerThatDoesNotReadIsCutOffAndHoldsNobodyBack() {
    Events events = new Events(Clock.systemUTC());
    try (Events.Subscription slow = events.subscribe(Optional.empty());
        Events.Subscription quick = events.subscribe(Optional.empty())) {
      for (int i = 0; i < BACKLOG + 10; i++) {
        events.image("tag", "sha256:" + i, "x");
        assertThat(quick.queue().poll()).isNotNull();
      }

      assertThat(slow.cut()).isTrue();
      assertThat(slow.queue()).hasSize(BACKLOG + 1);
      assertThat(quick.cut()).isFalse();
      assertThat(events.listeners()).isEqualTo(1);
    }
  }
}
