package dev.pontoon.runtime;

/** Which of the standard streams to attach to. */
public record AttachOptions(boolean stdin, boolean stdout, boolean stderr) {}
