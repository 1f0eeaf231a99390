package dev.pontoon.cli.parse;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes of memory: {@code 512m}, {@code 1.5GiB}; k, m, g, t, p are powers of 1024. */
public final class Sizes {
  private static final Pattern SIZE = Pattern.compile("(\\d+(?:\\.\\d+)?) ?(?:([kmgtp])?i?b?)");

  private Sizes() {}

  /** Bytes. */
  public static long bytes(String text) {
    Matcher size = SIZE.matcher(text.toLowerCase(Locale.ROOT));
    if (!size.matches()) {
      throw new IllegalArgumentException("invalid size: '" + text + "'");
    }
    int power = size.group(2) == null ? 0 : "kmgtp".indexOf(size.group(2)) + 1;
    return new BigDecimal(size.group(1))
        .multiply(BigDecimal.valueOf(1L << (10 * power)))
        .longValue();
  }

  /** {@code --cpus}: billionths of a processor. */
  public static long nanoCpus(String text) {
    try {
      return new BigDecimal(text).movePointRight(9).longValueExact();
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("value is too precise: " + text, e);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("failed to parse " + text + " as a rational number", e);
    }
  }
}
