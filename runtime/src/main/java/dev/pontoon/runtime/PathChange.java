package dev.pontoon.runtime;

/** A difference of a container's root file system from its image's. */
public record PathChange(Kind kind, String path) {
  /** Numbered as in the Docker API. */
  public enum Kind {
    MODIFIED(0),
    ADDED(1),
    DELETED(2);

    private final int number;

    Kind(int number) {
      this.number = number;
    }

    /** The number in the Docker API. */
    public int number() {
      return number;
    }
  }
}
