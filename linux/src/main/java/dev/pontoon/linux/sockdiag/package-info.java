/** Which sockets there are, and whose (sock_diag(7)). */
@NullMarked
package dev.pontoon.linux.sockdiag;

import org.jspecify.annotations.NullMarked;
