package dev.pontoon.engine.ports;

import dev.pontoon.engine.model.PortMapping;
import dev.pontoon.engine.model.Protocol;
import dev.pontoon.linux.ip.Addresses;

/** What users are told about ports that work but that others could still bind. */
final class Warnings {
  private Warnings() {}

  static String unreserved(PortMapping mapping, PortRange rest, int limit) {
    String reason =
        mapping.protocol() == Protocol.SCTP
            ? "SCTP ports are not"
            : "at most " + limit + " ports are, to spare descriptors and memory";
    return "host ports %s/%s on %s are published but not reserved (%s): other programs can bind them"
        .formatted(rest, mapping.protocol(), Addresses.text(mapping.hostAddress()), reason);
  }
}
