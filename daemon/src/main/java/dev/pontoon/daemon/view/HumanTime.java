package dev.pontoon.daemon.view;

import java.time.Duration;

/** Durations in Docker's words. */
final class HumanTime {
  private HumanTime() {}

  /** Such as {@code About a minute}, {@code 3 hours}. */
  static String of(Duration duration) {
    long seconds = duration.toSeconds();
    long minutes = Math.round(seconds / 60.0);
    long hours = Math.round(seconds / 3600.0);
    if (seconds < 1) {
      return "Less than a second";
    } else if (seconds == 1) {
      return "1 second";
    } else if (seconds < 60) {
      return seconds + " seconds";
    } else if (duration.toMinutes() == 1) {
      return "About a minute";
    } else if (duration.toMinutes() < 60) {
      return duration.toMinutes() + " minutes";
    } else if (hours == 1 && minutes > 0) {
      return "About an hour";
    } else if (hours < 48) {
      return hours + " hours";
    } else if (hours < 24 * 7 * 2) {
      return hours / 24 + " days";
    } else if (hours < 24 * 30 * 2) {
      return hours / 24 / 7 + " weeks";
    } else if (hours < 24 * 365 * 2) {
      return hours / 24 / 30 + " months";
    }
    return hours / 24 / 365 + " years";
  }
}
