/// JavaScript functions: the engine, itself a WebAssembly module, and the contract of scripts on
/// it.
@NullMarked
package dev.fairlead.wasm.script;

import org.jspecify.annotations.NullMarked;
