package dev.pontoon.cli.template;

/** A word inside {@code {{ }}}. */
record Token(Kind kind, String text) {
  enum Kind {
    /** A name: a function, a keyword, true, false, nil. */
    NAME,
    /** {@code .} or {@code .Field}; the text is without the dot. {@code .A.B} is two of them. */
    FIELD,
    /** {@code $} or {@code $name}; the text is without the dollar. */
    VARIABLE,
    STRING,
    NUMBER,
    /** One of {@code ( ) | , = :=}. */
    SIGN,
    END
  }

  boolean is(String sign) {
    return kind == Kind.SIGN && text.equals(sign);
  }

  boolean isName(String name) {
    return kind == Kind.NAME && text.equals(name);
  }
}
