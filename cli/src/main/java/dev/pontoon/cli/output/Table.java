package dev.pontoon.cli.output;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Columns as Go's tabwriter sets them for Docker: at least 10 wide, 3 blanks between, the last cell
 * as it is.
 */
public final class Table {
  private static final int LEAST = 10;
  private static final int BETWEEN = 3;

  private Table() {}

  /**
   * Aligns lines whose cells are separated by tabs. A line with fewer cells ends the columns that
   * it lacks.
   */
  public static String align(List<String> lines) {
    List<List<String>> rows = lines.stream().map(l -> Arrays.asList(l.split("\t", -1))).toList();
    List<StringBuilder> out = new ArrayList<>();
    rows.forEach(row -> out.add(new StringBuilder()));
    column(rows, 0, rows.size(), 0, out);
    StringBuilder text = new StringBuilder();
    out.forEach(line -> text.append(line).append('\n'));
    return text.toString();
  }

  /**
   * Sets one column of the rows between from and to, and in each block of rows that go on, the next
   * one.
   */
  private static void column(
      List<List<String>> rows, int from, int to, int column, List<StringBuilder> out) {
    int row = from;
    while (row < to) {
      if (rows.get(row).size() <= column + 1) {
        if (rows.get(row).size() == column + 1) {
          out.get(row).append(rows.get(row).get(column));
        }
        row++;
        continue;
      }
      int end = row;
      int width = LEAST;
      while (end < to && rows.get(end).size() > column + 1) {
        width = Math.max(width, length(rows.get(end).get(column)) + BETWEEN);
        end++;
      }
      for (int r = row; r < end; r++) {
        String cell = rows.get(r).get(column);
        out.get(r).append(cell).append(" ".repeat(width - length(cell)));
      }
      column(rows, row, end, column + 1, out);
      row = end;
    }
  }

  private static int length(String cell) {
    return cell.codePointCount(0, cell.length());
  }
}
