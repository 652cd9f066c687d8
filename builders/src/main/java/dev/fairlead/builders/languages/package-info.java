/// What a builder is, the tools it may need, and the builders that start no compiler. Keeps
/// nothing.
@NullMarked
package dev.fairlead.builders.languages;

import org.jspecify.annotations.NullMarked;
