package dev.pontoon.runtime;

/** A container that was made from an image. */
public record ImageUser(String containerId, String imageId, boolean running) {}
