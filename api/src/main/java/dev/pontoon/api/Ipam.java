package dev.pontoon.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a network's addresses are given out. */
public record Ipam(String driver, @Nullable Map<String, String> options, List<Pool> config) {
  public Ipam {
    driver = Absent.string(driver);
    config = Absent.list(config);
  }

  /** A subnet and what is said of it; all but the subnet may be absent. */
  public record Pool(
      @Nullable String subnet,
      @JsonProperty("IPRange") @Nullable String ipRange,
      @Nullable String gateway,
      @Nullable Map<String, String> auxiliaryAddresses) {}
}
