package dev.pontoon.cli.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Prints nodes for a value. */
final class Evaluator {
  private final StringBuilder out;
  private final Map<String, @Nullable Object> variables;

  Evaluator(StringBuilder out, Map<String, @Nullable Object> variables) {
    this.out = out;
    this.variables = variables;
  }

  void all(List<Node> nodes, @Nullable Object dot) {
    for (Node node : nodes) {
      one(node, dot);
    }
  }

  private void one(Node node, @Nullable Object dot) {
    switch (node) {
      case Node.Text t -> out.append(t.text());
      case Node.Print p -> out.append(Functions.show(value(p.value(), dot)));
      case Node.Assign a -> variables.put(a.variable(), value(a.value(), dot));
      case Node.If i ->
          all(Functions.truth(value(i.condition(), dot)) ? i.then() : i.otherwise(), dot);
      case Node.With w -> {
        Object inner = value(w.value(), dot);
        boolean some = Functions.truth(inner);
        all(some ? w.then() : w.otherwise(), some ? inner : dot);
      }
      case Node.Range r -> range(r, dot);
    }
  }

  private void range(Node.Range range, @Nullable Object dot) {
    Object over = value(range.over(), dot);
    Map<?, ?> elements =
        switch (over) {
          case Map<?, ?> map ->
              new TreeMap<>(map); // Go goes through a map in the order of its keys
          case List<?> list -> numbered(list);
          case null -> Map.of();
          default ->
              throw new TemplateException("range can't iterate over " + Functions.show(over));
        };
    if (elements.isEmpty()) {
      all(range.otherwise(), dot);
    }
    elements.forEach((key, element) -> {
      if (range.key() != null) {
        variables.put(range.key(), key);
      }
      if (range.element() != null) {
        variables.put(range.element(), element);
      }
      all(range.body(), element);
    });
  }

  private static Map<Long, @Nullable Object> numbered(List<?> list) {
    Map<Long, @Nullable Object> elements = new TreeMap<>();
    for (int i = 0; i < list.size(); i++) {
      elements.put((long) i, list.get(i));
    }
    return elements;
  }

  private @Nullable Object value(Expr expr, @Nullable Object dot) {
    return switch (expr) {
      case Expr.Literal l -> l.value();
      case Expr.Dot d -> dot;
      case Expr.Variable v -> {
        if (!variables.containsKey(v.name())) {
          throw new TemplateException("undefined variable \"$" + v.name() + "\"");
        }
        yield variables.get(v.name());
      }
      case Expr.Field f -> field(value(f.of(), dot), f.name());
      case Expr.Call c -> call(c, dot);
    };
  }

  private @Nullable Object call(Expr.Call call, @Nullable Object dot) {
    List<@Nullable Object> arguments = new ArrayList<>();
    for (Expr argument : call.arguments()) {
      Object value = value(argument, dot);
      arguments.add(value);
      if ((call.function().equals("and") && !Functions.truth(value))
          || (call.function().equals("or") && Functions.truth(value))) {
        return value; // the rest is not evaluated, as in Go
      }
    }
    return Functions.call(call.function(), arguments);
  }

  private static @Nullable Object field(@Nullable Object of, String name) {
    if (of instanceof Map<?, ?> map) {
      if (!map.containsKey(name)) {
        throw new TemplateException("map has no entry for key \"" + name + "\"");
      }
      return map.get(name);
    }
    throw new TemplateException(
        of == null
            ? "nil data; no entry for key \"" + name + "\""
            : "can't evaluate field " + name + " in " + Functions.show(of));
  }
}
