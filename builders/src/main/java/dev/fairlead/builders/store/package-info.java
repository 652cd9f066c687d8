/// Artifacts on disk by their content. Knows nothing of who refers to them.
@NullMarked
package dev.fairlead.builders.store;

import org.jspecify.annotations.NullMarked;
