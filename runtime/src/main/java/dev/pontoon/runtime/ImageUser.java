package dev.pontoon.runtime;

/** A container that was made from an image, or has one mounted. */
public record ImageUser(String containerId, String imageId, boolean running) {}
