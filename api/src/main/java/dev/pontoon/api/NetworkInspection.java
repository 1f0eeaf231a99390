package dev.pontoon.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;

/** A network as it is, both in lists and inspected. */
public record NetworkInspection(
    String name,
    String id,
    String created,
    String scope,
    String driver,
    @JsonProperty("EnableIPv4") boolean enableIpv4,
    @JsonProperty("EnableIPv6") boolean enableIpv6,
    @JsonProperty("IPAM") Ipam ipam,
    boolean internal,
    boolean attachable,
    boolean ingress,
    ConfigReference configFrom,
    boolean configOnly,
    Map<String, Member> containers,
    Map<String, String> options,
    Map<String, String> labels) {

  /** A container on the network, addresses with prefix lengths. */
  public record Member(
      String name,
      @JsonProperty("EndpointID") String endpointId,
      String macAddress,
      @JsonProperty("IPv4Address") String ipv4Address,
      @JsonProperty("IPv6Address") String ipv6Address) {}

  /** The network whose configuration this one has; Pontoon has none such. */
  public record ConfigReference(String network) {}
}
