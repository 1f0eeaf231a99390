package dev.pontoon.cli.template;

import java.util.ArrayList;
import java.util.List;

/** Reads the pipeline of one action. */
final class Action {
  private final String source;
  private final Lexer.Tokens lexed;
  private int at;

  Action(String source) {
    this.source = source;
    this.lexed = Lexer.lex(source);
  }

  private Token peek() {
    return lexed.tokens().get(at);
  }

  private Token take() {
    return lexed.tokens().get(at++);
  }

  boolean takeName(String name) {
    boolean taken = peek().isName(name);
    at += taken ? 1 : 0;
    return taken;
  }

  /** {@code $x :=} or {@code $k, $v :=}, or nothing. */
  List<String> declared() {
    List<String> names = new ArrayList<>();
    int start = at;
    while (peek().kind() == Token.Kind.VARIABLE) {
      names.add(take().text());
      if (peek().is(":=") || peek().is("=")) {
        at++;
        return names;
      }
      if (!peek().is(",")) {
        break;
      }
      at++;
    }
    at = start;
    return List.of();
  }

  /** A pipeline that is all that is left. */
  Expr whole() {
    Expr value = pipeline();
    if (peek().kind() != Token.Kind.END) {
      throw unexpected();
    }
    return value;
  }

  private Expr pipeline() {
    Expr value = command(List.of());
    while (peek().is("|")) {
      at++;
      value = command(List.of(value));
    }
    return value;
  }

  /** An operand, or a function with its arguments; what is piped in becomes the last argument. */
  private Expr command(List<Expr> piped) {
    Token first = peek();
    if (first.kind() == Token.Kind.NAME && !isConstant(first.text())) {
      at++;
      List<Expr> arguments = new ArrayList<>();
      while (peek().kind() != Token.Kind.END && !peek().is("|") && !peek().is(")")) {
        arguments.add(operand());
      }
      arguments.addAll(piped);
      return new Expr.Call(first.text(), arguments);
    }
    if (!piped.isEmpty()) {
      throw new TemplateException("a function is expected after | in {{" + source + "}}");
    }
    return operand();
  }

  private static boolean isConstant(String name) {
    return name.equals("true") || name.equals("false") || name.equals("nil");
  }

  private Expr operand() {
    Token token = take();
    return switch (token.kind()) {
      case FIELD ->
          fields(
              token.text().isEmpty()
                  ? new Expr.Dot()
                  : new Expr.Field(new Expr.Dot(), token.text()));
      case VARIABLE -> fields(new Expr.Variable(token.text()));
      case STRING -> new Expr.Literal(token.text());
      case NUMBER -> new Expr.Literal(number(token.text()));
      case NAME -> constantOrCall(token.text());
      case SIGN -> {
        if (!token.is("(")) {
          at--;
          throw unexpected();
        }
        Expr inner = pipeline();
        if (!take().is(")")) {
          throw new TemplateException("unclosed left paren in {{" + source + "}}");
        }
        yield fields(inner);
      }
      case END -> throw new TemplateException("missing value in {{" + source + "}}");
    };
  }

  private static Expr constantOrCall(String name) {
    return switch (name) {
      case "true" -> new Expr.Literal(true);
      case "false" -> new Expr.Literal(false);
      case "nil" -> new Expr.Literal(null);
      default -> new Expr.Call(name, List.of());
    };
  }

  private Number number(String text) {
    try {
      return text.contains(".") ? (Number) Double.valueOf(text) : (Number) Long.valueOf(text);
    } catch (NumberFormatException e) {
      throw new TemplateException("bad number " + text + " in {{" + source + "}}");
    }
  }

  /** The fields that follow an operand without a blank. */
  private Expr fields(Expr of) {
    Expr value = of;
    while (peek().kind() == Token.Kind.FIELD && !lexed.spaced().get(at)) {
      value = new Expr.Field(value, take().text());
    }
    return value;
  }

  private TemplateException unexpected() {
    return new TemplateException("unexpected \"" + peek().text() + "\" in {{" + source + "}}");
  }
}
