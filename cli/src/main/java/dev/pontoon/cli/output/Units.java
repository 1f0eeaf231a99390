package dev.pontoon.cli.output;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;

/** Sizes and durations in the words of github.com/docker/go-units. */
public final class Units {
  private static final String[] DECIMAL = {"B", "kB", "MB", "GB", "TB", "PB"};
  private static final String[] BINARY = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};

  private Units() {}

  /** Decimal units with so many significant digits: {@code 1.24MB}. */
  public static String size(long bytes, int digits) {
    return scaled((double) bytes, 1000, DECIMAL, digits);
  }

  /** Binary units with four significant digits: {@code 15.62GiB}. */
  public static String binarySize(long bytes) {
    return scaled((double) bytes, 1024, BINARY, 4);
  }

  private static String scaled(double size, double base, String[] units, int digits) {
    int unit = 0;
    double left = size;
    while (left >= base && unit < units.length - 1) {
      left /= base;
      unit++;
    }
    BigDecimal rounded =
        new BigDecimal(left).round(new MathContext(digits, RoundingMode.HALF_EVEN));
    return (rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString())
        + units[unit];
  }

  /** How long, roughly: {@code About a minute}, {@code 3 hours}. */
  public static String duration(Duration duration) {
    long seconds = duration.toSeconds();
    long minutes = duration.toMinutes();
    long hours = (seconds + 1800) / 3600;
    if (seconds < 60) {
      return seconds < 1 ? "Less than a second" : seconds == 1 ? "1 second" : seconds + " seconds";
    }
    if (minutes < 60) {
      return minutes == 1 ? "About a minute" : minutes + " minutes";
    }
    if (hours < 48) {
      return hours == 1 ? "About an hour" : hours + " hours";
    }
    return longer(hours);
  }

  private static String longer(long hours) {
    long days = hours / 24;
    if (days < 14) {
      return days + " days";
    }
    if (days < 60) {
      return days / 7 + " weeks";
    }
    return days < 730 ? days / 30 + " months" : days / 365 + " years";
  }
}
