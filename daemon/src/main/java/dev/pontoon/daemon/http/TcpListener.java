package dev.pontoon.daemon.http;

import java.nio.file.Path;

/**
 * An address that is served with mutual TLS; files are PEM.
 *
 * @param authorities who signs clients' certificates
 * @param certificate the server's, with its chain
 * @param key the server's, PKCS #8, not encrypted
 */
public record TcpListener(String host, int port, Path authorities, Path certificate, Path key) {}
