/** Host ports: chosen, and reserved by sockets that are bound and do nothing else. */
@NullMarked
package dev.pontoon.engine.ports;

import org.jspecify.annotations.NullMarked;
