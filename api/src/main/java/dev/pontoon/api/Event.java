package dev.pontoon.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Something that happened; {@code status}, {@code id} and {@code from} for old clients only. */
public record Event(
    @JsonProperty("status") @Nullable String status,
    @JsonProperty("id") @Nullable String id,
    @JsonProperty("from") @Nullable String from,
    String type,
    String action,
    Actor actor,
    @JsonProperty("scope") String scope,
    @JsonProperty("time") long time,
    @JsonProperty("timeNano") long timeNano) {

  /** What it happened to. */
  public record Actor(@JsonProperty("ID") String id, Map<String, String> attributes) {}
}
