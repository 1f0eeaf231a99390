package dev.pontoon.api;

/** What a registry said to who asked. */
public record AuthResult(String status, String identityToken) {}
