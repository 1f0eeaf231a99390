package dev.pontoon.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Something that happened; {@code status}, {@code id} and {@code from} before API 1.52 only. */
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

  /** The same as before API 1.52, where what happened to containers and images is told twice. */
  public Event toldTwice() {
    boolean container = type.equals("container");
    return container || type.equals("image")
        ? new Event(
            action,
            actor.id(),
            container ? actor.attributes().get("image") : null,
            type,
            action,
            actor,
            scope,
            time,
            timeNano)
        : this;
  }

  /** What it happened to. */
  public record Actor(@JsonProperty("ID") String id, Map<String, String> attributes) {}
}
