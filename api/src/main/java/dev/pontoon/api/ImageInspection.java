package dev.pontoon.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All there is to say of an image. */
public record ImageInspection(
    String id,
    List<String> repoTags,
    List<String> repoDigests,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) String comment,
    String created,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) String author,
    Config config,
    String architecture,
    String os,
    long size,
    ContainerInspection.GraphDriver graphDriver,
    @JsonProperty("RootFS") RootFs rootFs) {

  /** How the image wants to be run; what it does not say is left out. */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Config(
      String user,
      Map<String, Object> exposedPorts,
      List<String> env,
      List<String> cmd,
      ContainerConfig.@Nullable Healthcheck healthcheck,
      List<String> entrypoint,
      Map<String, Object> volumes,
      String workingDir,
      Map<String, String> labels,
      String stopSignal) {}

  /** The layers by their diff ids, lowest first. */
  public record RootFs(String type, List<String> layers) {}
}
