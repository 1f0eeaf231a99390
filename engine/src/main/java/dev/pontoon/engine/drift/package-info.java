/**
 * The kernel against the state: what somebody else has changed of what the engine made is noticed
 * by the kernel's own notifications, told, and put back.
 */
@NullMarked
package dev.pontoon.engine.drift;

import org.jspecify.annotations.NullMarked;
