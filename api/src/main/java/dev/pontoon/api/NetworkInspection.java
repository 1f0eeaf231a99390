package dev.pontoon.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigInteger;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A network as it is, both in lists and inspected.
 *
 * @param containers null in lists
 * @param status null in lists and before API 1.52
 */
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
    @Nullable Map<String, Member> containers,
    Map<String, String> options,
    Map<String, String> labels,
    @Nullable Status status) {

  /** The same as before API 1.52. */
  public NetworkInspection withoutStatus() {
    return with(containers, null);
  }

  /** The same as lists have it. */
  public NetworkInspection withoutContainers() {
    return with(null, status);
  }

  private NetworkInspection with(
      @Nullable Map<String, Member> newContainers, @Nullable Status newStatus) {
    return new NetworkInspection(
        name,
        id,
        created,
        scope,
        driver,
        enableIpv4,
        enableIpv6,
        ipam,
        internal,
        attachable,
        ingress,
        configFrom,
        configOnly,
        newContainers,
        options,
        labels,
        newStatus);
  }

  /** How the network fares. */
  public record Status(@JsonProperty("IPAM") IpamStatus ipam) {}

  /** How its addresses are used, by subnet. */
  public record IpamStatus(Map<String, SubnetStatus> subnets) {}

  /**
   * How a subnet's addresses are used.
   *
   * @param inUse leased, or not to be leased: the gateway's, the subnet's own, auxiliary ones
   * @param available that can be leased, of the range that leases are taken from
   */
  public record SubnetStatus(
      @JsonProperty("IPsInUse") BigInteger inUse,
      @JsonProperty("DynamicIPsAvailable") BigInteger available) {}

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
