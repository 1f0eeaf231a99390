/** Clients of Docker's API that nobody here wrote, against a daemon as users start it. */
@NullMarked
package dev.pontoon.clients;

import org.jspecify.annotations.NullMarked;
