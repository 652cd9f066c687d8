/// A loaded module's instances and what surrounds one call: its clock, its logs, its failure. Knows
/// no contract and no imports.
@NullMarked
package dev.fairlead.wasm.module;

import org.jspecify.annotations.NullMarked;
