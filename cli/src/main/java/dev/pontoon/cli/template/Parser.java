package dev.pontoon.cli.template;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Cuts a template into text and actions, and makes the tree. */
final class Parser {
  private final String source;
  private int at;
  private boolean trimNext;
  private String pendingEnd = "";

  Parser(String source) {
    this.source = source;
  }

  List<Node> parse() {
    List<Node> nodes = block();
    if (!pendingEnd.isEmpty()) {
      throw new TemplateException("unexpected {{" + pendingEnd + "}}");
    }
    return nodes;
  }

  /**
   * Up to the end of the source, or to an action {@code end} or {@code else}, which is left in
   * {@code pendingEnd}.
   */
  private List<Node> block() {
    List<Node> nodes = new ArrayList<>();
    pendingEnd = "";
    while (at < source.length()) {
      int open = source.indexOf("{{", at);
      text(open < 0 ? source.substring(at) : source.substring(at, open), open, nodes);
      if (open < 0) {
        at = source.length();
        break;
      }
      String action = action(open);
      if (action.equals("end") || action.equals("else") || action.startsWith("else ")) {
        pendingEnd = action;
        return nodes;
      }
      if (!action.startsWith("/*") && !action.isEmpty()) {
        nodes.add(node(new Action(action)));
      }
    }
    return nodes;
  }

  private void text(String text, int open, List<Node> nodes) {
    String kept = trimNext ? text.stripLeading() : text;
    kept = open >= 0 && source.startsWith("{{- ", open) ? kept.stripTrailing() : kept;
    if (!kept.isEmpty()) {
      nodes.add(new Node.Text(kept));
    }
  }

  private String action(int open) {
    int close = closing(open + 2);
    String inner = source.substring(open + 2, close);
    at = close + 2;
    trimNext = inner.endsWith(" -");
    inner = trimNext ? inner.substring(0, inner.length() - 2) : inner;
    return (inner.startsWith("- ") ? inner.substring(2) : inner).strip();
  }

  /** The {@code }}} that ends an action: not one inside a quoted string. */
  private int closing(int from) {
    char quote = 0;
    for (int i = from; i < source.length(); i++) {
      char c = source.charAt(i);
      if (quote != 0) {
        if (c == '\\' && quote != '`') {
          i++;
        } else if (c == quote) {
          quote = 0;
        }
      } else if (c == '"' || c == '`') {
        quote = c;
      } else if (source.startsWith("}}", i)) {
        return i;
      }
    }
    throw new TemplateException("unclosed action in " + source);
  }

  private Node node(Action action) {
    if (action.takeName("if")) {
      Expr condition = action.whole();
      return new Node.If(condition, block(), otherwise());
    }
    if (action.takeName("with")) {
      Expr value = action.whole();
      return new Node.With(value, block(), otherwise());
    }
    if (action.takeName("range")) {
      List<String> names = action.declared();
      Expr over = action.whole();
      @Nullable String element = names.isEmpty() ? null : names.getLast();
      return new Node.Range(
          names.size() == 2 ? names.getFirst() : null, element, over, block(), otherwise());
    }
    List<String> names = action.declared();
    Expr value = action.whole();
    return names.isEmpty() ? new Node.Print(value) : new Node.Assign(names.getFirst(), value);
  }

  /** After a block: what follows {@code else}, up to {@code end}. */
  private List<Node> otherwise() {
    String end = pendingEnd;
    pendingEnd = "";
    if (end.equals("end")) {
      return List.of();
    }
    if (end.isEmpty()) {
      throw new TemplateException("unexpected end of the template: {{end}} is missing");
    }
    if (end.equals("else")) {
      List<Node> nodes = block();
      if (!pendingEnd.equals("end")) {
        throw new TemplateException("{{end}} is missing after {{else}}");
      }
      pendingEnd = "";
      return nodes;
    }
    // {{else if x}} shares the {{end}} of the outer if
    return List.of(node(new Action(end.substring("else ".length()))));
  }
}
