package dev.pontoon.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pontoon.testkit.faults.Campaign;
import dev.pontoon.testkit.faults.DaemonVictim;
import dev.pontoon.testkit.faults.Faults;
import dev.pontoon.testkit.faults.Operations;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/**
 * The daemon killed by SIGKILL in every operation, before each step the first time that a step of
 * its name comes up in the table; {@code bench/run faults} does it at all.
 */
class KilledDaemonTest {
  private static final int HOSTS = 2;

  @Test
  void theNextDaemonFinishesOrUndoesEverything() throws InterruptedException {
    Set<String> known = ConcurrentHashMap.newKeySet();
    Queue<Campaign.Outcome> outcomes = new ConcurrentLinkedQueue<>();

    Faults.run(
        Operations.all(),
        "nftables",
        DaemonVictim::new,
        HOSTS,
        point -> known.add(point.step()),
        outcomes::add);

    assertThat(outcomes).flatExtracting(Campaign.Outcome::failures).isEmpty();
    assertThat(outcomes).flatExtracting(Campaign.Outcome::leaks).isEmpty();
    assertThat(outcomes)
        .extracting(Campaign.Outcome::operation)
        .containsAll(Operations.all().stream().map(operation -> operation.name()).toList())
        .hasSize(Operations.all().size() + HOSTS);
    assertThat(List.copyOf(outcomes).stream().mapToInt(Campaign.Outcome::tried).sum())
        .isGreaterThan(Operations.all().size());
  }
}
