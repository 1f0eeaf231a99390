/** JSON as a tree, read and written by nanojson. */
@NullMarked
package dev.pontoon.cli.json;

import org.jspecify.annotations.NullMarked;
