package dev.pontoon.runtime;

/**
 * What a registry has taken.
 *
 * @param digest the manifest's, {@code sha256:...}
 * @param size the manifest's, in bytes
 */
public record PushedImage(String tag, String digest, long size) {}
