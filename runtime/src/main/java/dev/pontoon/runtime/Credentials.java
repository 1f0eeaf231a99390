package dev.pontoon.runtime;

/** Who asks a registry; an empty name is nobody in particular. */
public record Credentials(String username, String password) {
  /** Nobody in particular. */
  public static final Credentials NONE = new Credentials("", "");

  /** Whether somebody is named. */
  public boolean given() {
    return !username.isEmpty();
  }

  /** Without the password, lest it be logged. */
  @Override
  public String toString() {
    return "credentials of " + (given() ? username : "nobody");
  }
}
