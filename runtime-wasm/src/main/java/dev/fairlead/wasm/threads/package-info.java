/// The platform threads that guests run on: few at work at a time, more when some run long, and the
/// watchdog that kills at the deadline. Knows nothing of WebAssembly.
@NullMarked
package dev.fairlead.wasm.threads;

import org.jspecify.annotations.NullMarked;
