/// One builder per language: source tree to artifact. Runs compilers; keeps nothing.
@NullMarked
package dev.fairlead.builders.languages;

import org.jspecify.annotations.NullMarked;
