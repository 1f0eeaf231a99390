package dev.pontoon.engine.ports;

/** A run of ports, both ends included. */
record PortRange(int first, int last) {
  int count() {
    return last - first + 1;
  }

  /** As users write it: {@code 8000-9000}, or {@code 80}. */
  @Override
  public String toString() {
    return first == last ? String.valueOf(first) : first + "-" + last;
  }
}
