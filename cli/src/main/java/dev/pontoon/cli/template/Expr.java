package dev.pontoon.cli.template;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Something with a value. */
sealed interface Expr {
  record Literal(@Nullable Object value) implements Expr {}

  /** The cursor. */
  record Dot() implements Expr {}

  record Variable(String name) implements Expr {}

  record Field(Expr of, String name) implements Expr {}

  record Call(String function, List<Expr> arguments) implements Expr {}
}
