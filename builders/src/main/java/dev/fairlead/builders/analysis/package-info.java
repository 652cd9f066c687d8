/// Rules on what a source may not use, in one form for every language. Reads no source itself, and
/// says what follows from what was found.
@NullMarked
package dev.fairlead.builders.analysis;

import org.jspecify.annotations.NullMarked;
