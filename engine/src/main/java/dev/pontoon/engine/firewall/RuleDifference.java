package dev.pontoon.engine.firewall;

/**
 * Something of the firewall that is not as it was made.
 *
 * @param object in the backend's words: {@code set inet pontoon bridges}
 * @param ownerId the id of the network or sandbox that it serves; {@link #COMMON} if it serves all
 */
public record RuleDifference(Kind kind, String object, String ownerId) {
  public static final String COMMON = "";

  /** What is wrong with it. */
  public enum Kind {
    MISSING,
    CHANGED,
    LEFT_OVER
  }
}
