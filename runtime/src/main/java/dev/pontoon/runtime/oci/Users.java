package dev.pontoon.runtime.oci;

import dev.pontoon.runtime.RuntimeFault;
import dev.pontoon.runtime.files.ScopedPath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Looks up {@code user[:group]} in the passwd(5) and group(5) of a root file system. */
public final class Users {
  private final List<String[]> users;
  private final List<String[]> groups;

  private Users(List<String[]> users, List<String[]> groups) {
    this.users = users;
    this.groups = groups;
  }

  /** The users and groups of a root file system; none where it has no such files. */
  public static Users of(Path root) {
    return new Users(table(root, "/etc/passwd"), table(root, "/etc/group"));
  }

  /**
   * Who a process runs as.
   *
   * @param user names or numbers, empty for root
   * @param additional groups beside those the user is in
   * @throws RuntimeFault if a name is unknown
   */
  public RuntimeSpec.User find(String user, List<String> additional) {
    String[] parts = user.split(":", 2);
    String name = parts[0].isEmpty() ? "0" : parts[0];
    Optional<String[]> entry = entry(users, name);
    int uid =
        entry
            .map(row -> Integer.parseInt(row[2]))
            .or(() -> number(name))
            .orElseThrow(() -> unknown("user " + name, "passwd"));
    boolean groupGiven = parts.length > 1 && !parts[1].isEmpty();
    int gid = groupGiven ? group(parts[1]) : entry.map(row -> Integer.parseInt(row[3])).orElse(0);
    // As Docker: a process that drops its group may not gain what others of it are denied.
    TreeSet<Integer> gids = new TreeSet<>(List.of(gid));
    if (!groupGiven) {
      entry.ifPresent(row -> memberships(row[0], gids));
    }
    additional.forEach(group -> gids.add(group(group)));
    return new RuntimeSpec.User(uid, gid, List.copyOf(gids));
  }

  private void memberships(String user, Set<Integer> gids) {
    for (String[] row : groups) {
      if (row.length > 3 && List.of(row[3].split(",", -1)).contains(user)) {
        number(row[2]).ifPresent(gids::add);
      }
    }
  }

  private int group(String name) {
    return entry(groups, name)
        .flatMap(row -> number(row[2]))
        .or(() -> number(name))
        .orElseThrow(() -> unknown("group " + name, "group"));
  }

  private static Optional<String[]> entry(List<String[]> table, String nameOrNumber) {
    return table.stream()
        .filter(row -> row[0].equals(nameOrNumber) || row[2].equals(nameOrNumber))
        .findFirst();
  }

  private static Optional<Integer> number(String text) {
    try {
      int number = Integer.parseInt(text);
      return number >= 0 ? Optional.of(number) : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static RuntimeFault unknown(String what, String file) {
    return new RuntimeFault(
        RuntimeFault.Kind.INVALID,
        "unable to find " + what + ": no matching entries in " + file + " file");
  }

  private static List<String[]> table(Path root, String file) {
    int columns = file.endsWith("passwd") ? 4 : 3;
    try {
      return Files.readString(ScopedPath.resolve(root, file), StandardCharsets.ISO_8859_1)
          .lines()
          .map(line -> line.split(":", -1))
          .filter(row -> row.length >= columns && number(row[2]).isPresent())
          .filter(row -> columns == 3 || number(row[3]).isPresent())
          .toList();
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw new RuntimeFault(
          RuntimeFault.Kind.FAILED, "read " + file + " of the container: " + e.getMessage(), e);
    }
  }
}
