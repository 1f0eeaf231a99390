package dev.pontoon.cli.template;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A part of a template. */
sealed interface Node {
  record Text(String text) implements Node {}

  record Print(Expr value) implements Node {}

  record Assign(String variable, Expr value) implements Node {}

  record If(Expr condition, List<Node> then, List<Node> otherwise) implements Node {}

  record With(Expr value, List<Node> then, List<Node> otherwise) implements Node {}

  record Range(
      @Nullable String key,
      @Nullable String element,
      Expr over,
      List<Node> body,
      List<Node> otherwise)
      implements Node {}
}
