package dev.pontoon.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The daemon's version and those of its parts; experimental is true or absent. */
public record VersionInfo(
    Platform platform,
    List<Component> components,
    String version,
    String apiVersion,
    @JsonProperty("MinAPIVersion") String minApiVersion,
    String gitCommit,
    String goVersion,
    String os,
    String arch,
    String kernelVersion,
    @Nullable Boolean experimental) {

  /** Whose build it is. */
  public record Platform(String name) {}

  /** A part. */
  public record Component(String name, String version, Map<String, String> details) {}
}
