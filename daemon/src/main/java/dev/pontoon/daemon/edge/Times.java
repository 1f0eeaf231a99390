package dev.pontoon.daemon.edge;

import dev.pontoon.daemon.http.HttpError;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Docker's times: seconds since 1970 with or without a fraction, or RFC 3339. */
public final class Times {
  /** How Docker writes never. */
  public static final String NEVER = "0001-01-01T00:00:00Z";

  private static final int NANOS = 9;
  private static final Pattern DURATION = Pattern.compile("(?:\\d+(?:\\.\\d+)?[hms])+");

  private Times() {}

  /**
   * Parses a time of a query; empty text, and 0, are none.
   *
   * @throws HttpError 400 if it is anything else
   */
  public static Optional<Instant> parse(String name, String text) {
    if (text.isEmpty() || text.equals("0")) {
      return Optional.empty();
    }
    try {
      return Optional.of(text.indexOf('T') > 0 ? Instant.parse(text) : seconds(text));
    } catch (DateTimeParseException | ArithmeticException | NumberFormatException e) {
      throw HttpError.invalid("invalid value for \"%s\": %s".formatted(name, text));
    } catch (DateTimeException e) {
      throw HttpError.invalid("invalid value for \"%s\": %s".formatted(name, text));
    }
  }

  /**
   * Parses a time of a filter, which may also be a duration before now: {@code 24h}, {@code 1h30m}.
   *
   * @throws HttpError 400 if it is neither
   */
  public static Instant ago(String name, String text, Clock clock) {
    if (DURATION.matcher(text).matches()) {
      return clock.instant().minus(Duration.parse("PT" + text.toUpperCase(Locale.ROOT)));
    }
    return parse(name, text)
        .orElseThrow(() -> HttpError.invalid("invalid value for \"%s\": %s".formatted(name, text)));
  }

  private static Instant seconds(String text) {
    BigDecimal time = new BigDecimal(text);
    long whole = time.toBigInteger().longValueExact();
    long nanos = time.subtract(BigDecimal.valueOf(whole)).movePointRight(NANOS).longValue();
    return Instant.ofEpochSecond(whole, nanos);
  }
}
