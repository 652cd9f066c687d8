/// What services of a compose file are, key by key: what is taken, what is refused and why, and in
/// which order they start. Asks no engine.
@NullMarked
package dev.fairlead.builders.stacks.services;

import org.jspecify.annotations.NullMarked;
