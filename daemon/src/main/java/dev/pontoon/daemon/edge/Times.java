package dev.pontoon.daemon.edge;

import dev.pontoon.daemon.http.HttpError;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** Docker's times: seconds since 1970 with or without a fraction, or RFC 3339. */
public final class Times {
  /** How Docker writes never. */
  public static final String NEVER = "0001-01-01T00:00:00Z";

  private static final int NANOS = 9;

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

  private static Instant seconds(String text) {
    BigDecimal time = new BigDecimal(text);
    long whole = time.toBigInteger().longValueExact();
    long nanos = time.subtract(BigDecimal.valueOf(whole)).movePointRight(NANOS).longValue();
    return Instant.ofEpochSecond(whole, nanos);
  }
}
