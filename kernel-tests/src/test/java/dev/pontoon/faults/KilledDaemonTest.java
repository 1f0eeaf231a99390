package dev.pontoon.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pontoon.testkit.faults.Campaign;
import dev.pontoon.testkit.faults.DaemonVictim;
import dev.pontoon.testkit.faults.Faults;
import dev.pontoon.testkit.faults.Operation;
import dev.pontoon.testkit.faults.Operations;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * The daemon killed by SIGKILL while it starts a container with ports, before the first step of
 * some kinds; {@code bench/run faults} does it at all steps of all operations.
 */
class KilledDaemonTest {
  private static final String SAMPLE = "start container with ports";

  /** The first words of steps that the request waits for. */
  private static final Set<String> KINDS =
      Set.of("store", "create", "change", "mount", "let", "await");

  @Test
  void theNextDaemonFinishesOrUndoesAStart() throws InterruptedException {
    List<Operation> sample =
        Operations.all().stream().filter(operation -> operation.name().equals(SAMPLE)).toList();
    Set<String> waiting = new HashSet<>(KINDS);
    List<Campaign.Outcome> outcomes = new ArrayList<>(); // of a single host, so of one thread

    Faults.run(
        sample,
        "nftables",
        DaemonVictim::new,
        1,
        point -> waiting.remove(point.step().split(" ", 2)[0]),
        outcomes::add);

    assertThat(outcomes).flatExtracting(Campaign.Outcome::failures).isEmpty();
    assertThat(outcomes).flatExtracting(Campaign.Outcome::leaks).isEmpty();
    assertThat(outcomes)
        .extracting(Campaign.Outcome::operation)
        .containsExactly(SAMPLE, "removal of everything");
    assertThat(outcomes).first().extracting(Campaign.Outcome::tried).isEqualTo(KINDS.size());
  }
}
