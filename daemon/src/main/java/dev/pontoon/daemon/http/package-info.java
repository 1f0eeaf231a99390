/** HTTP/1.1 on unix sockets: a small router, one error mapping, and raw streams. */
@NullMarked
package dev.pontoon.daemon.http;

import org.jspecify.annotations.NullMarked;
