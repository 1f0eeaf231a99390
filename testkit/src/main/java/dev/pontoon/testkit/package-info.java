/**
 * What tests on the real kernel stand on: a host namespace of their own, neighbours on its LAN,
 * servers and clients in any namespace, and a check that nothing leaks.
 */
@NullMarked
package dev.pontoon.testkit;

import org.jspecify.annotations.NullMarked;
