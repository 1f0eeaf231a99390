/** The part of Go's text/template that people use in {@code --format}. */
@NullMarked
package dev.pontoon.cli.template;

import org.jspecify.annotations.NullMarked;
