/**
 * The Docker Engine API on the wire (API 1.52), a record an object. A component's name in
 * UpperCamel is the field's name, unless {@code @JsonProperty} says otherwise. Absent strings,
 * lists and maps are empty; absent means something of its own only where a component is nullable.
 */
@NullMarked
package dev.pontoon.api;

import org.jspecify.annotations.NullMarked;
