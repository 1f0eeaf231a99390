package dev.pontoon.cli.template;

import java.io.Serial;

/** A template that can't be read, or that asks for what isn't there. */
public final class TemplateException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  TemplateException(String message) {
    super("template: " + message);
  }
}
