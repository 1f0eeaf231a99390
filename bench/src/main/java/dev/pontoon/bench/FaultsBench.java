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
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Kills daemons at every step of every operation, and prints what came of it, one line an operation
 * and firewall, with tabs between; failures go to standard error.
 */
public final class FaultsBench {
  private static final long SEED = 1;

  private FaultsBench() {}

  /**
   * Tries all.
   *
   * @param arguments the firewalls, with commas between; what the operations' names contain, or
   *     nothing for all; how many kills at random moments; {@code short}, or nothing, for each step
   *     only where it comes up first in the table
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
    String name = arguments[1];
    List<Operation> operations =
        Operations.all().stream()
            .filter(operation -> operation.name().matches(".*(" + name + ").*"))
            .toList();
    int kills = Integer.parseInt(arguments[2]);
    boolean sample = arguments[3].equals("short");
    for (String firewall : arguments[0].split(",", -1)) {
      Set<String> known = new HashSet<>();
      if (kills > 0 && "random".matches(".*(" + name + ").*")) {
        print(out, err, RandomKills.run(firewall, DaemonVictim::new, kills, SEED));
      }
      Faults.run(
          operations,
          firewall,
          DaemonVictim::new,
          1,
          point -> {
            boolean chosen = !sample || known.add(point.step());
            if (chosen) {
              err.printf("%tT %s %s%n", LocalTime.now(ZoneOffset.UTC), firewall, point);
            }
            return chosen;
          },
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
