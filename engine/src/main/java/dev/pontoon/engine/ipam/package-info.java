/** Addresses: subnets for networks and leases for endpoints, as persistent values. */
@NullMarked
package dev.pontoon.engine.ipam;

import org.jspecify.annotations.NullMarked;
