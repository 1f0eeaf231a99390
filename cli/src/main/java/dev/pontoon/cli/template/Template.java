package dev.pontoon.cli.template;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A template, read once, printed for many values (maps, lists, strings, numbers, booleans, null).
 */
public final class Template {
  private final List<Node> nodes;

  private Template(List<Node> nodes) {
    this.nodes = nodes;
  }

  /**
   * Reads a template.
   *
   * @throws TemplateException for a template that can't be read
   */
  public static Template parse(String source) {
    return new Template(new Parser(source).parse());
  }

  /**
   * Prints the template for a value.
   *
   * @throws TemplateException when the value has no such field, or a function can't take what it is
   *     given
   */
  public String render(@Nullable Object value) {
    Map<String, @Nullable Object> variables = new HashMap<>();
    variables.put("", value);
    StringBuilder out = new StringBuilder();
    new Evaluator(out, variables).all(nodes, value);
    return out.toString();
  }
}
