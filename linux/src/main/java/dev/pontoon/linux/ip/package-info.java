/**
 * Addresses, prefixes and hardware addresses as immutable values; parsing never asks a resolver.
 */
@NullMarked
package dev.pontoon.linux.ip;

import org.jspecify.annotations.NullMarked;
