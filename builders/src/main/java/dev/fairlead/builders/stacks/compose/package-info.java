/// Compose files made one: found, read, their variables put in, extended, included and merged. Does
/// not know what most of their keys mean.
@NullMarked
package dev.fairlead.builders.stacks.compose;

import org.jspecify.annotations.NullMarked;
