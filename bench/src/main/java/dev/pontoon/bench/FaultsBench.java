package dev.pontoon.bench;

import dev.pontoon.testkit.faults.Campaign;
import dev.pontoon.testkit.faults.DaemonVictim;
import dev.pontoon.testkit.faults.Faults;
import dev.pontoon.testkit.faults.Operation;
import dev.pontoon.testkit.faults.Operations;
import dev.pontoon.testkit.faults.RandomKills;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Kills daemons at every step of every operation, and prints what came of it, one line an operation
 * and firewall, with tabs between; failures go to standard error.
 */
public final class FaultsBench {
  private static final int KILLS = 100;
  private static final long SEED = 1;

  private FaultsBench() {}

  /**
   * Tries all.
   *
   * @param arguments the firewalls, with commas between; what the operations' names contain, or
   *     nothing for all
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
    String name = arguments.length > 1 ? arguments[1] : "";
    List<Operation> operations =
        Operations.all().stream()
            .filter(operation -> operation.name().matches(".*(" + name + ").*"))
            .toList();
    for (String firewall : arguments[0].split(",", -1)) {
      if (name.isEmpty() || name.equals("random")) {
        print(out, err, RandomKills.run(firewall, DaemonVictim::new, KILLS, SEED));
      }
      Faults.run(
          operations,
          firewall,
          DaemonVictim::new,
          2,
          _ -> true,
          outcome -> print(out, err, outcome));
    }
  }

  private static synchronized void print(
      PrintStream out, PrintStream err, Campaign.Outcome outcome) {
    out.println(
        String.join(
            "\t",
            outcome.operation(),
            outcome.firewall(),
            String.valueOf(outcome.tried()),
            String.valueOf(outcome.tried() - outcome.failures().size()),
            String.valueOf(outcome.leaks().size())));
    outcome.failures().forEach(err::println);
    outcome.leaks().forEach(err::println);
  }
}
