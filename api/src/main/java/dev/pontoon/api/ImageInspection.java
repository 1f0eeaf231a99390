package dev.pontoon.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;

/** All there is to say of an image. */
public record ImageInspection(
    String id,
    List<String> repoTags,
    List<String> repoDigests,
    String parent,
    String comment,
    String created,
    String author,
    Config config,
    String architecture,
    String os,
    long size,
    ContainerInspection.GraphDriver graphDriver,
    @JsonProperty("RootFS") RootFs rootFs) {

  /** How the image wants to be run. */
  public record Config(
      String user,
      Map<String, Object> exposedPorts,
      List<String> env,
      List<String> cmd,
      List<String> entrypoint,
      Map<String, Object> volumes,
      String workingDir,
      Map<String, String> labels,
      String stopSignal) {}

  /** The layers by their diff ids, lowest first. */
  public record RootFs(String type, List<String> layers) {}
}
