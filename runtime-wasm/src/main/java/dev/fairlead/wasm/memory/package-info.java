/// A guest's linear memory, put back to its snapshot after each call, and the budget that all
/// guests share. Knows nothing of modules or calls.
@NullMarked
package dev.fairlead.wasm.memory;

import org.jspecify.annotations.NullMarked;
