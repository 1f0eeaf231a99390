package dev.pontoon.runtime.image;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.pontoon.runtime.HealthCheck;
import dev.pontoon.runtime.ImageConfig;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The documents of the OCI image specification 1.0 that are read and written here; Docker's own
 * manifests have the same members.
 */
record Manifest(
    int schemaVersion,
    @Nullable String mediaType,
    @Nullable Descriptor config,
    @Nullable List<Descriptor> layers) {
  static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
  static final String CONFIG = "application/vnd.oci.image.config.v1+json";
  static final String LAYER = "application/vnd.oci.image.layer.v1.tar";
  static final String REF_NAME = "org.opencontainers.image.ref.name";

  /** A reference to a blob. */
  record Descriptor(
      @Nullable String mediaType,
      String digest,
      long size,
      @Nullable Map<String, String> annotations,
      @Nullable Platform platform) {
    Descriptor(String mediaType, String digest, long size) {
      this(mediaType, digest, size, null, null);
    }

    String annotation(String key) {
      return annotations == null ? "" : annotations.getOrDefault(key, "");
    }
  }

  /** What an image runs on. */
  record Platform(@Nullable String architecture, @Nullable String os) {}

  /** An index: the layout's own, or one of images for several platforms. */
  record Index(
      int schemaVersion, @Nullable String mediaType, @Nullable List<Descriptor> manifests) {
    List<Descriptor> entries() {
      return manifests == null ? List.of() : manifests;
    }
  }

  /** An image's configuration. */
  record Config(
      @Nullable String created,
      @Nullable String author,
      @Nullable String architecture,
      @Nullable String os,
      @Nullable Settings config,
      Rootfs rootfs,
      @Nullable List<History> history) {}

  /** A health check; durations in nanoseconds. */
  record Healthcheck(
      @JsonProperty("Test") @Nullable List<String> test,
      @JsonProperty("Interval") long interval,
      @JsonProperty("Timeout") long timeout,
      @JsonProperty("StartPeriod") long startPeriod,
      @JsonProperty("StartInterval") long startInterval,
      @JsonProperty("Retries") int retries) {

    /** The check that says the same; null for one that says nothing. */
    static @Nullable Healthcheck of(HealthCheck check) {
      return check.equals(HealthCheck.UNSAID)
          ? null
          : new Healthcheck(
              check.test(),
              check.interval().toNanos(),
              check.timeout().toNanos(),
              check.startPeriod().toNanos(),
              check.startInterval().toNanos(),
              check.retries());
    }
  }

  /** How an image wants to be run. */
  record Settings(
      @JsonProperty("Env") @Nullable List<String> env,
      @JsonProperty("Entrypoint") @Nullable List<String> entrypoint,
      @JsonProperty("Cmd") @Nullable List<String> command,
      @JsonProperty("WorkingDir") @Nullable String workingDir,
      @JsonProperty("User") @Nullable String user,
      @JsonProperty("ExposedPorts") @Nullable Map<String, Map<String, String>> exposedPorts,
      @JsonProperty("Volumes") @Nullable Map<String, Map<String, String>> volumes,
      @JsonProperty("Labels") @Nullable Map<String, String> labels,
      @JsonProperty("StopSignal") @Nullable String stopSignal,
      @JsonProperty("Healthcheck") @Nullable Healthcheck healthcheck) {

    /** The settings that say the same. */
    static Settings of(ImageConfig config) {
      return new Settings(
          config.env(),
          config.entrypoint().isEmpty() ? null : config.entrypoint(),
          config.command().isEmpty() ? null : config.command(),
          config.workingDirectory(),
          config.user(),
          set(config.exposedPorts()),
          set(config.volumes()),
          config.labels(),
          config.stopSignal().isEmpty() ? null : config.stopSignal(),
          Healthcheck.of(config.health()));
    }

    private static @Nullable Map<String, Map<String, String>> set(List<String> keys) {
      Map<String, Map<String, String>> set = new TreeMap<>();
      keys.forEach(key -> set.put(key, Map.of()));
      return set.isEmpty() ? null : set;
    }

    static <T> List<T> list(@Nullable List<T> list) {
      return list == null ? List.of() : list;
    }

    static <T> Map<String, T> map(@Nullable Map<String, T> map) {
      return map == null ? Map.of() : map;
    }
  }

  /** The layers' diff ids, lowest first. */
  record Rootfs(String type, @JsonProperty("diff_ids") List<String> diffIds) {}

  /** A line of the image's story. */
  record History(
      @Nullable String created,
      @JsonProperty("created_by") @Nullable String createdBy,
      @Nullable String comment,
      @JsonProperty("empty_layer") @Nullable Boolean emptyLayer) {
    boolean hasLayer() {
      return emptyLayer == null || !emptyLayer;
    }
  }
}
