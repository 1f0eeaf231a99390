package dev.pontoon.api;

import java.util.List;

/** A container's processes, in ps's columns. */
public record ProcessList(List<String> titles, List<List<String>> processes) {}
