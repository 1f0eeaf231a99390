package dev.pontoon.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/** Who asks a registry; also, in base64 (RFC 4648, 5), the header {@code X-Registry-Auth}. */
public record AuthConfig(
    @JsonProperty("username") @Nullable String username,
    @JsonProperty("password") @Nullable String password,
    @JsonProperty("serveraddress") @Nullable String serverAddress) {}
