/**
 * Docker's API, endpoint by endpoint: a table of what is there and what is not, the examples that
 * prove it on a real daemon, and the page made of it.
 */
@NullMarked
package dev.pontoon.compatibility;

import org.jspecify.annotations.NullMarked;
