package dev.pontoon.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A network to create. */
public record NetworkRequest(
    String name,
    String driver,
    String scope,
    boolean internal,
    boolean attachable,
    boolean ingress,
    boolean configOnly,
    @Nullable Object configFrom,
    @JsonProperty("IPAM") @Nullable Ipam ipam,
    @JsonProperty("EnableIPv4") @Nullable Boolean enableIpv4,
    @JsonProperty("EnableIPv6") @Nullable Boolean enableIpv6,
    Map<String, String> options,
    Map<String, String> labels) {
  public NetworkRequest {
    name = Absent.string(name);
    driver = Absent.string(driver);
    scope = Absent.string(scope);
    options = Absent.map(options);
    labels = Absent.map(labels);
  }

  /** The same as before API 1.48, where each network had IPv4. */
  public NetworkRequest withIpv4() {
    return new NetworkRequest(
        name,
        driver,
        scope,
        internal,
        attachable,
        ingress,
        configOnly,
        configFrom,
        ipam,
        null,
        enableIpv6,
        options,
        labels);
  }
}
