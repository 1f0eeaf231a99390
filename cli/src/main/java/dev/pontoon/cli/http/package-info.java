/**
 * A small HTTP/1.1 client over a unix socket: fixed and chunked bodies, streams, hijacked
 * connections.
 */
@NullMarked
package dev.pontoon.cli.http;

import org.jspecify.annotations.NullMarked;
