package dev.pontoon.runtime.image;

import dev.pontoon.runtime.HealthCheck;
import dev.pontoon.runtime.ImageConfig;
import dev.pontoon.runtime.ImageInfo;
import dev.pontoon.runtime.image.Manifest.Config;
import dev.pontoon.runtime.image.Manifest.Settings;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An image of the store.
 *
 * @param id the digest of its configuration
 * @param manifest the manifest's digest and size
 * @param names {@code name:tag}
 * @param digests {@code name@sha256:...}, where it was pulled from
 */
record StoredImage(
    String id,
    Manifest.Descriptor manifest,
    Manifest document,
    Config config,
    List<String> names,
    List<String> digests) {

  /** The layers' diff ids, lowest first. */
  List<String> layers() {
    return config.rootfs().diffIds();
  }

  /** All blobs it needs. */
  List<String> blobs() {
    List<String> blobs = new ArrayList<>(List.of(manifest.digest(), id));
    layerBlobs().forEach(layer -> blobs.add(layer.digest()));
    return blobs;
  }

  List<Manifest.Descriptor> layerBlobs() {
    return Objects.requireNonNullElse(document.layers(), List.of());
  }

  StoredImage with(List<String> newNames, List<String> newDigests) {
    return new StoredImage(id, manifest, document, config, newNames, newDigests);
  }

  ImageInfo info(long size) {
    List<Manifest.History> history = Objects.requireNonNullElse(config.history(), List.of());
    String comment = history.isEmpty() ? null : history.getLast().comment();
    return new ImageInfo(
        id,
        names,
        digests,
        created(),
        size,
        text(config.architecture()),
        text(config.os()),
        imageConfig(config.config()),
        layers(),
        text(comment),
        text(config.author()));
  }

  private Instant created() {
    try {
      return config.created() == null
          ? Instant.EPOCH
          : OffsetDateTime.parse(config.created()).toInstant();
    } catch (DateTimeException e) {
      return Instant.EPOCH;
    }
  }

  private static ImageConfig imageConfig(@Nullable Settings settings) {
    if (settings == null) {
      return ImageConfig.EMPTY;
    }
    return new ImageConfig(
        list(settings.env()),
        list(settings.entrypoint()),
        list(settings.command()),
        text(settings.workingDir()),
        text(settings.user()),
        keys(settings.exposedPorts()),
        keys(settings.volumes()),
        settings.labels() == null ? Map.of() : settings.labels(),
        text(settings.stopSignal()),
        health(settings.healthcheck()));
  }

  private static HealthCheck health(Manifest.@Nullable Healthcheck check) {
    return check == null
        ? HealthCheck.UNSAID
        : new HealthCheck(
            list(check.test()),
            Duration.ofNanos(check.interval()),
            Duration.ofNanos(check.timeout()),
            Duration.ofNanos(check.startPeriod()),
            Duration.ofNanos(check.startInterval()),
            check.retries());
  }

  private static List<String> list(@Nullable List<String> list) {
    return list == null ? List.of() : list;
  }

  private static List<String> keys(@Nullable Map<String, Map<String, String>> set) {
    return set == null ? List.of() : set.keySet().stream().sorted().toList();
  }

  private static String text(@Nullable String text) {
    return text == null ? "" : text;
  }
}
