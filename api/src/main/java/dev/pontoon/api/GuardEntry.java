package dev.pontoon.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * A row of {@code GET /pontoon/guard}: an endpoint, and what was dropped of what it sent.
 *
 * @param guard {@code on} or {@code off}
 * @param packets dropped so far, -1 where nothing counts
 * @param bytes likewise
 */
public record GuardEntry(
    String container,
    String network,
    @JsonProperty("Interface") String link,
    String guard,
    String macAddress,
    @JsonProperty("IPAddress") String ipAddress,
    @JsonProperty("GlobalIPv6Address") String globalIpv6Address,
    long packets,
    long bytes) {}
