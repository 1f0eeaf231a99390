package dev.pontoon.runtime;

/** Where output came from. */
public enum StdStream {
  STDOUT(1),
  STDERR(2);

  private final int number;

  StdStream(int number) {
    this.number = number;
  }

  /** The number in the frames of Docker's attach protocol. */
  public int number() {
    return number;
  }
}
