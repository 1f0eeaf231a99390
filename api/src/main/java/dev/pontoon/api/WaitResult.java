package dev.pontoon.api;

import org.jspecify.annotations.Nullable;

/** How a container ended. */
public record WaitResult(int statusCode, @Nullable WaitError error) {
  /** Why waiting failed. */
  public record WaitError(String message) {}
}
