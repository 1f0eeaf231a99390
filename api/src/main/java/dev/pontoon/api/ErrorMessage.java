package dev.pontoon.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The body of every error. */
public record ErrorMessage(@JsonProperty("message") String message) {}
