package dev.pontoon.engine.ports;

import dev.pontoon.engine.model.PortMapping;
import java.util.List;

/**
 * Host ports that were chosen and are held now.
 *
 * @param mappings a request without host address became two of these, with the same ports
 * @param warnings what could not be reserved, a sentence each
 */
public record Allocation(List<PortMapping> mappings, List<String> warnings) {
  public Allocation {
    mappings = List.copyOf(mappings);
    warnings = List.copyOf(warnings);
  }
}
