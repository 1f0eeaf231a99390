package dev.pontoon.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/** A line of a pull's or load's progress; lower case, and only what applies. */
public record Progress(
    @JsonProperty("stream") @Nullable String stream,
    @JsonProperty("status") @Nullable String status,
    @JsonProperty("id") @Nullable String id,
    @JsonProperty("progressDetail") @Nullable Detail progressDetail,
    @JsonProperty("errorDetail") @Nullable ErrorMessage errorDetail,
    @JsonProperty("error") @Nullable String error) {

  /** Bytes so far and in all. */
  public record Detail(@JsonProperty("current") long current, @JsonProperty("total") long total) {}

  /** A line to print as it is. */
  public static Progress stream(String text) {
    return new Progress(text, null, null, null, null, null);
  }

  /** How a layer, or with an empty id the whole, stands. */
  public static Progress status(String id, String status, long current, long total) {
    Detail detail = total > 0 ? new Detail(current, total) : null;
    return new Progress(null, status, id.isEmpty() ? null : id, detail, null, null);
  }

  /** The end, by a failure. */
  public static Progress failure(String message) {
    return new Progress(null, null, null, null, new ErrorMessage(message), message);
  }
}
