/// Guests as WebAssembly in this process: loads them, keeps their instances, runs their
/// invocations.
@NullMarked
package dev.fairlead.wasm;

import org.jspecify.annotations.NullMarked;
