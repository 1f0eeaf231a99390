package dev.pontoon.cli.output;

import dev.pontoon.cli.parse.Durations;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.Supplier;

/** Points in time, as Docker takes and shows them. */
public final class Timestamps {
  private Timestamps() {}

  /** {@code 3 minutes ago}; empty for Go's zero time. */
  public static String ago(Instant then, Instant now) {
    return then.getEpochSecond() <= 0
        ? "N/A"
        : Units.duration(Duration.between(then, now)) + " ago";
  }

  /**
   * As Go prints a time: {@code 2026-11-22 22:44:30.0961 +0000 UTC}, a fraction only where there is
   * one.
   */
  public static String full(Instant at, ZoneId zone) {
    ZonedDateTime time = at.atZone(zone);
    String fraction =
        time.getNano() == 0
            ? ""
            : String.format(Locale.ROOT, ".%09d", time.getNano()).replaceFirst("0+$", "");
    return DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).format(time)
        + fraction
        + DateTimeFormatter.ofPattern(" Z z", Locale.ROOT).format(time);
  }

  /** RFC 3339 with nine digits of a second, as the events are printed. */
  public static String nanos(Instant at, ZoneId zone) {
    ZonedDateTime time = at.atZone(zone);
    String offset = time.getOffset().getTotalSeconds() == 0 ? "Z" : time.getOffset().getId();
    return DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.nnnnnnnnn", Locale.ROOT).format(time)
        + offset;
  }

  /** Reads RFC 3339, as the API writes it; the epoch when there is none. */
  public static Instant read(String text) {
    try {
      return text.isEmpty() ? Instant.EPOCH : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      return Instant.EPOCH;
    }
  }

  /**
   * What the API wants for {@code --since} and {@code --until}: seconds, a dot, nanoseconds.
   *
   * @param text seconds since the epoch, a duration before now ({@code 10m}), a date, or a date and
   *     time
   */
  public static String argument(String text, Instant now, Supplier<ZoneId> zone) {
    if (text.isEmpty() || text.matches("\\d+(\\.\\d+)?")) {
      return text;
    }
    Instant at =
        text.matches("([\\d.]+(ns|us|µs|ms|s|m|h))+")
            ? now.minus(Durations.parse(text))
            : date(text, zone);
    return at.getEpochSecond() + "." + String.format(Locale.ROOT, "%09d", at.getNano());
  }

  private static Instant date(String text, Supplier<ZoneId> zone) {
    try {
      if (text.matches(".*T.*(Z|[+-]\\d\\d:\\d\\d)")) {
        return OffsetDateTime.parse(text).toInstant();
      }
      return text.contains("T")
          ? LocalDateTime.parse(text).atZone(zone.get()).toInstant()
          : LocalDate.parse(text).atStartOfDay(zone.get()).toInstant();
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "failed to parse value as time or duration: \"" + text + "\"", e);
    }
  }
}
