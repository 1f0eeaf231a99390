package dev.pontoon.cli.http;

/** The answer to a request for a raw stream. */
public sealed interface Upgrade {
  /** The connection is a raw stream now. */
  record Done(Hijacked stream) implements Upgrade {}

  /** An ordinary answer, usually an error. */
  record Refused(Response response) implements Upgrade {}
}
