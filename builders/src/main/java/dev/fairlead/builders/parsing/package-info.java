/// Reads authors' sources with the parsers of their languages, which run in steps: what a file
/// imports, whether it answers requests, what it uses that it may not. Builds nothing.
@NullMarked
package dev.fairlead.builders.parsing;

import org.jspecify.annotations.NullMarked;
