package dev.pontoon.engine.drift;

/** A part of the kernel that is compared at once. */
sealed interface Scope {
  Scope HOST = new Host();
  Scope RULES = new Rules();

  /** The host's links, addresses, routes and parameters, and what is mounted. */
  record Host() implements Scope {}

  /** The firewall. */
  record Rules() implements Scope {}

  /** What is inside a sandbox's namespace. */
  record Inside(String sandboxId) implements Scope {}
}
