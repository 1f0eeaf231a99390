package dev.pontoon.compatibility;

/**
 * The versions of the API that have a member, both ends included.
 *
 * @param since minor number of 1.x
 * @param until likewise
 */
record Versions(int since, int until) {
  static final int OLDEST = 24;
  static final int NEWEST = 52;
  static final Versions ALL = new Versions(OLDEST, NEWEST);

  /** Reads {@code yes}, {@code since 1.44}, {@code until 1.51}. */
  static Versions parse(String words) {
    String[] parts = words.split(" 1\\.", -1);
    return switch (parts[0]) {
      case "yes" -> ALL;
      case "since" -> new Versions(Integer.parseInt(parts[1]), NEWEST);
      case "until" -> new Versions(OLDEST, Integer.parseInt(parts[1]));
      default -> throw new IllegalArgumentException("not versions: " + words);
    };
  }

  boolean contains(int version) {
    return version >= since && version <= until;
  }

  @Override
  public String toString() {
    if (since > OLDEST) {
      return "since 1." + since;
    }
    return until < NEWEST ? "until 1." + until : "yes";
  }
}
