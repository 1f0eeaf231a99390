package dev.pontoon.runtime;

/**
 * A step of an image's making, as its history tells it.
 *
 * @param created RFC 3339; empty where the image does not say
 * @param createdBy the command
 * @param size bytes that the step's layer unpacks to; 0 for a step without a layer
 */
public record ImageStep(String created, String createdBy, long size, String comment) {}
