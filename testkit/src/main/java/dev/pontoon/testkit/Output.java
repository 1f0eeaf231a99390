package dev.pontoon.testkit;

/** What a command printed and how it ended. */
public record Output(int exitCode, String out, String err) {
  /**
   * What it printed on its standard output.
   *
   * @throws AssertionError if it failed
   */
  public String orFail() {
    if (exitCode != 0) {
      throw new AssertionError("exit code " + exitCode + ": " + err.strip() + out.strip());
    }
    return out;
  }
}
