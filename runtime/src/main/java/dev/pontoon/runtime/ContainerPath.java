package dev.pontoon.runtime;

import java.time.Instant;

/**
 * What a path in a container is.
 *
 * @param name its last part
 * @param mode st_mode of stat(2)
 * @param linkTarget where a symbolic link leads in the end, as a path in the container; else empty
 */
public record ContainerPath(
    String name, long size, int mode, Instant modified, String linkTarget) {}
