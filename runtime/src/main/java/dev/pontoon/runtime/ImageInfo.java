package dev.pontoon.runtime;

import java.time.Instant;
import java.util.List;

/**
 * An image of the store.
 *
 * @param id the digest of its configuration, {@code sha256:...}
 * @param tags as Docker shows them, {@code name:tag}
 * @param digests {@code name@sha256:...} of the manifest
 * @param size bytes of the unpacked layers
 * @param layers the layers' diff ids, lowest first
 */
public record ImageInfo(
    String id,
    List<String> tags,
    List<String> digests,
    Instant created,
    long size,
    String architecture,
    String os,
    ImageConfig config,
    List<String> layers,
    String comment,
    String author) {

  public ImageInfo {
    tags = List.copyOf(tags);
    digests = List.copyOf(digests);
    layers = List.copyOf(layers);
  }

  /** The same image with other names. */
  public ImageInfo withTags(List<String> others) {
    return new ImageInfo(
        id, others, digests, created, size, architecture, os, config, layers, comment, author);
  }
}
