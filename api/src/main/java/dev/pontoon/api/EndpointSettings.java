package dev.pontoon.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A container's place on a network, asked for and as it is. */
public record EndpointSettings(
    @JsonProperty("IPAMConfig") @Nullable IpamConfig ipamConfig,
    @Nullable List<String> links,
    @Nullable List<String> aliases,
    String macAddress,
    @Nullable Map<String, String> driverOpts,
    int gwPriority,
    @JsonProperty("NetworkID") String networkId,
    @JsonProperty("EndpointID") String endpointId,
    String gateway,
    @JsonProperty("IPAddress") String ipAddress,
    @JsonProperty("IPPrefixLen") int ipPrefixLen,
    @JsonProperty("IPv6Gateway") String ipv6Gateway,
    @JsonProperty("GlobalIPv6Address") String globalIpv6Address,
    @JsonProperty("GlobalIPv6PrefixLen") int globalIpv6PrefixLen,
    @JsonProperty("DNSNames") @Nullable List<String> dnsNames) {
  /** Nothing asked for. */
  public static final EndpointSettings NONE =
      new EndpointSettings(null, null, null, "", null, 0, "", "", "", "", 0, "", "", 0, null);

  public EndpointSettings {
    macAddress = Absent.string(macAddress);
    networkId = Absent.string(networkId);
    endpointId = Absent.string(endpointId);
    gateway = Absent.string(gateway);
    ipAddress = Absent.string(ipAddress);
    ipv6Gateway = Absent.string(ipv6Gateway);
    globalIpv6Address = Absent.string(globalIpv6Address);
  }

  /** The addresses asked for. */
  public record IpamConfig(
      @JsonProperty("IPv4Address") @Nullable String ipv4Address,
      @JsonProperty("IPv6Address") @Nullable String ipv6Address,
      @JsonProperty("LinkLocalIPs") @Nullable List<String> linkLocalIps) {}
}
