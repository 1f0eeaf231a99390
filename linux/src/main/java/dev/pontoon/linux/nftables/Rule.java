package dev.pontoon.linux.nftables;

import java.util.List;

/**
 * A rule to append to a chain.
 *
 * @param comment for people, may be empty
 */
public record Rule(Chain chain, List<Statement> statements, String comment) {
  public Rule {
    statements = List.copyOf(statements);
  }

  /** A rule without a comment. */
  public static Rule of(Chain chain, Statement... statements) {
    return new Rule(chain, List.of(statements), "");
  }
}
