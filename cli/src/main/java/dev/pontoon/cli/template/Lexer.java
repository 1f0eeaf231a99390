package dev.pontoon.cli.template;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * Cuts one action into tokens. A field that follows a blank starts a new operand: {@code index .A
 * .B}.
 */
final class Lexer {
  private final String source;
  private final List<Token> tokens = new ArrayList<>();
  private final List<Boolean> spaced = new ArrayList<>();
  private int at;
  private boolean space;

  private Lexer(String source) {
    this.source = source;
  }

  /** The tokens of an action, and for each whether a blank came before it. */
  record Tokens(List<Token> tokens, List<Boolean> spaced) {}

  static Tokens lex(String action) {
    Lexer lexer = new Lexer(action);
    while (lexer.at < action.length()) {
      lexer.next();
    }
    lexer.add(Token.Kind.END, "");
    return new Tokens(List.copyOf(lexer.tokens), List.copyOf(lexer.spaced));
  }

  private void next() {
    char c = source.charAt(at);
    if (Character.isWhitespace(c)) {
      space = true;
      at++;
    } else if (c == '.') {
      at++;
      add(Token.Kind.FIELD, word(Lexer::inName));
    } else if (c == '$') {
      at++;
      add(Token.Kind.VARIABLE, word(Lexer::inName));
    } else if (c == '"' || c == '`' || c == '\'') {
      add(Token.Kind.STRING, quoted(c));
    } else if (Character.isDigit(c)
        || (c == '-' && at + 1 < source.length() && Character.isDigit(source.charAt(at + 1)))) {
      at++;
      add(Token.Kind.NUMBER, c + word(d -> Character.isDigit(d) || d == '.'));
    } else if (inName(c)) {
      add(Token.Kind.NAME, word(Lexer::inName));
    } else {
      add(Token.Kind.SIGN, sign());
    }
  }

  private String sign() {
    if (source.startsWith(":=", at)) {
      at += 2;
      return ":=";
    }
    char c = source.charAt(at);
    if ("()|,=".indexOf(c) < 0) {
      throw new TemplateException("unexpected " + c + " in {{" + source + "}}");
    }
    at++;
    return String.valueOf(c);
  }

  private String word(IntPredicate in) {
    int start = at;
    while (at < source.length() && in.test(source.charAt(at))) {
      at++;
    }
    return source.substring(start, at);
  }

  private String quoted(char quote) {
    StringBuilder text = new StringBuilder();
    for (at++; at < source.length(); at++) {
      char c = source.charAt(at);
      if (c == quote) {
        at++;
        return text.toString();
      }
      if (c == '\\' && quote != '`' && at + 1 < source.length()) {
        c = escaped(source.charAt(++at));
      }
      text.append(c);
    }
    throw new TemplateException("unterminated quoted string in {{" + source + "}}");
  }

  private static char escaped(char c) {
    return switch (c) {
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      default -> c;
    };
  }

  private static boolean inName(int c) {
    return Character.isLetterOrDigit(c) || c == '_';
  }

  private void add(Token.Kind kind, String text) {
    tokens.add(new Token(kind, text));
    spaced.add(space);
    space = false;
  }
}
