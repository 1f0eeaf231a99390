package dev.pontoon.daemon.workload;

import dev.pontoon.api.ProcessList;
import dev.pontoon.daemon.http.HttpError;
import dev.pontoon.runtime.RuntimeFault;
import dev.pontoon.runtime.files.Command;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** ps(1) of the host, of which the lines of a container's processes are shown. */
public final class ProcessTable {
  private static final String COLUMN = "PID";
  private static final Pattern RENAMED = Pattern.compile("\\s+-?o\\s*[^=\\s]*pid[^=\\s]*=.*");

  private final List<String> arguments;

  private ProcessTable(List<String> arguments) {
    this.arguments = arguments;
  }

  /**
   * A table with the columns that ps gives for some arguments.
   *
   * @throws HttpError 400 if they would hide which line is whose
   */
  public static ProcessTable arguments(String text) {
    if (RENAMED.matcher(" " + text).find()) {
      throw HttpError.invalid("specifying \"" + text + "\" is not allowed");
    }
    return new ProcessTable(Arrays.asList(text.strip().split("\\s+", -1)));
  }

  /** The table of processes. */
  public ProcessList of(List<Integer> pids) {
    List<String> command = new ArrayList<>(List.of("ps"));
    command.addAll(arguments);
    Command.Outcome outcome = Command.run(command);
    if (!outcome.succeeded()) {
      throw new RuntimeFault(
          RuntimeFault.Kind.FAILED, "Error running ps: " + outcome.lastLine().strip());
    }
    return parse(outcome.output(), new TreeSet<>(pids));
  }

  static ProcessList parse(String output, Set<Integer> pids) {
    List<String> lines = output.lines().toList();
    List<String> titles = Arrays.asList(lines.getFirst().strip().split("\\s+", -1));
    int column = titles.indexOf(COLUMN);
    if (column < 0) {
      throw new RuntimeFault(RuntimeFault.Kind.FAILED, "Couldn't find PID field in ps output");
    }
    List<List<String>> rows = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      List<String> row = Arrays.asList(line.strip().split("\\s+", titles.size()));
      if (row.size() > column && pids.contains(number(row.get(column)))) {
        rows.add(row);
      }
    }
    return new ProcessList(titles, rows);
  }

  private static int number(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      return -1; // a line of threads
    }
  }
}
