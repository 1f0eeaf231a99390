package dev.pontoon.linux.nftables;

/**
 * A table: a name space of chains and sets.
 *
 * @param comment for people, may be empty
 */
public record Table(Family family, String name, String comment) {
  /** A table without a comment. */
  public static Table of(Family family, String name) {
    return new Table(family, name, "");
  }

  /** As commands name it: {@code inet pontoon}. */
  @Override
  public String toString() {
    return family + " " + name;
  }
}
